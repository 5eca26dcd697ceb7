namespace AiInfra.Metrics.Calibration;

/// <summary>What a bin of probabilities holds. Numbers are sums of weights.</summary>
/// <param name="Weight">Weight of its rows.</param>
/// <param name="Positive">Weight of the rows in which the event happened.</param>
/// <param name="Predicted">Sum of the probabilities.</param>
public readonly record struct CalibrationBin(double Weight, double Positive, double Predicted)
{
    /// <summary>Share in which the event happened; NaN of an empty bin.</summary>
    public double FractionPositive => Positive / Weight;

    /// <summary>Mean probability; NaN of an empty bin.</summary>
    public double MeanPredicted => Predicted / Weight;

    /// <summary>Share minus mean probability: above 0 the model is too timid, below 0 too sure.</summary>
    public double Gap => (Positive - Predicted) / Weight;

    /// <summary>The bin with another's rows.</summary>
    public CalibrationBin Plus(in CalibrationBin other) => new(Weight + other.Weight, Positive + other.Positive, Predicted + other.Predicted);

    /// <summary>The bin with one more row.</summary>
    public CalibrationBin Plus(double probability, bool happened, double weight) => new(Weight + weight, Positive + (happened ? weight : 0), Predicted + (weight * probability));
}
