namespace AiInfra.Metrics.Text;

/// <summary>How two systems are compared.</summary>
public sealed record TextComparisonOptions
{
    /// <summary>Resamples of the bootstrap.</summary>
    /// <value>Default 1000.</value>
    public int Resamples { get; init; } = 1000;

    /// <summary>Trials of approximate randomisation.</summary>
    /// <value>Default 10,000; 0 leaves it out, and its p-value is NaN.</value>
    public int Trials { get; init; } = 10_000;

    /// <summary>Confidence of both sides of the interval together.</summary>
    /// <value>Default 0.95.</value>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Seed of both.</summary>
    /// <value>Default 12345.</value>
    public int Seed { get; init; } = 12345;
}
