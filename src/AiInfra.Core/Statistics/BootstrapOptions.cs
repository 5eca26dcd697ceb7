namespace AiInfra.Core.Statistics;

/// <summary>How to bootstrap.</summary>
public sealed record BootstrapOptions
{
    /// <summary>Resamples drawn.</summary>
    /// <value>Default 2000.</value>
    public int Resamples { get; init; } = 2000;

    /// <summary>Confidence of both sides of the interval together.</summary>
    /// <value>Default 0.95.</value>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Seed of the resampling.</summary>
    /// <value>Default 1.</value>
    public ulong Seed { get; init; } = 1;

    /// <summary>Neighbours drawn together, in a circle over the rows. More than 1 keeps the serial correlation of a time stream (Politis and Romano 1992); <see cref="SerialDependence.BlockLength"/> proposes a length.</summary>
    /// <value>Default 1: rows are independent.</value>
    public int BlockLength { get; init; } = 1;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Resamples, 10, nameof(Resamples));
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockLength, 1, nameof(BlockLength));
        ConfidenceInterval.CheckConfidence(Confidence);
    }
}
