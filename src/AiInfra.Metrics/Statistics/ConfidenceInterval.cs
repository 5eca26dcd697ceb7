namespace AiInfra.Metrics.Statistics;

/// <summary>An interval that covers the true value with a given confidence.</summary>
/// <param name="Low">Lower end, in the unit of the estimate.</param>
/// <param name="High">Upper end.</param>
/// <param name="Confidence">Confidence of both sides together, for example 0.95.</param>
public readonly record struct ConfidenceInterval(double Low, double High, double Confidence)
{
    /// <summary>Whether a value lies in the interval, the ends included.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    internal static double CheckConfidence(double confidence)
    {
        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence is between 0 and 1, both excluded.");
        }

        return confidence;
    }
}
