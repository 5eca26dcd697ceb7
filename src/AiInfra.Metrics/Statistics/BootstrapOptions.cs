namespace AiInfra.Metrics.Statistics;

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

    /// <summary>The cluster that each row belongs to (the user, the session, the document), by any numbers: whole clusters are drawn, so that rows that resemble each other do not pass for independent ones. Give 20 clusters or more.</summary>
    /// <value>Default null: every row by itself.</value>
    public IReadOnlyList<int>? Clusters { get; init; }

    internal void Check(int rows)
    {
        if (Clusters is { } clusters && clusters.Count != rows)
        {
            throw new ArgumentException($"There are {rows} rows but {clusters.Count} clusters; every row belongs to one.", nameof(Clusters));
        }

        if (Clusters is not null && BlockLength > 1)
        {
            throw new ArgumentException($"Rows are drawn in clusters or in blocks of neighbours, not both; the block length is {BlockLength}.", nameof(Clusters));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Resamples, 10, nameof(Resamples));
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockLength, 1, nameof(BlockLength));
        ConfidenceInterval.CheckConfidence(Confidence);
    }

    /// <inheritdoc />
    public override string ToString() => $"BootstrapOptions {{ Resamples = {Resamples}, Confidence = {Confidence}, Seed = {Seed}, BlockLength = {BlockLength}, Clusters = {Shown.List(Clusters)} }}";
}
