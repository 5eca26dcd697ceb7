namespace AiInfra.Metrics.Calibration;

/// <summary>Which probabilities a calibration error looks at.</summary>
public enum CalibrationTarget
{
    /// <summary>The highest probability of each row, against whether that class was right.</summary>
    Top,

    /// <summary>The probability of the second of two classes, against whether it happened.</summary>
    Positive,

    /// <summary>The probability of each class on its own, against whether it happened; the mean over the classes, or for a largest gap the largest.</summary>
    Classwise,
}
