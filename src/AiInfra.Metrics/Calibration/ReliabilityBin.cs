using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Calibration;

/// <summary>A point of a reliability curve.</summary>
/// <param name="MeanPredicted">Mean probability in the bin.</param>
/// <param name="FractionPositive">Share of positive rows in the bin.</param>
/// <param name="Count">Rows in the bin.</param>
public readonly record struct ReliabilityBin(double MeanPredicted, double FractionPositive, long Count)
{
    /// <summary>Wilson's interval of the share, where asked.</summary>
    public ConfidenceInterval? Interval { get; init; }
}
