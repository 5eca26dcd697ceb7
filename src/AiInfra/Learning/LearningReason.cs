namespace AiInfra.Learning;

/// <summary>Why the loop retrains.</summary>
public enum LearningReason
{
    /// <summary>The first model.</summary>
    First,

    /// <summary>The inputs no longer look like the training data.</summary>
    Drift,

    /// <summary>The model answers worse than when it was made.</summary>
    QualityDrop,

    /// <summary>Enough labelled rows have come since the last time.</summary>
    Volume,

    /// <summary>Somebody asked for it.</summary>
    Request,

    /// <summary>Enough time has passed since the last time.</summary>
    Schedule,
}
