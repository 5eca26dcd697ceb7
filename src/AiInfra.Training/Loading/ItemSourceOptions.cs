namespace AiInfra.Training.Loading;

/// <summary>How items become batches.</summary>
public sealed class ItemSourceOptions : ICheckedOptions
{
    /// <summary>Items in a batch; the last batch of an epoch may have fewer.</summary>
    /// <value>32.</value>
    public int BatchSize { get; set; } = 32;

    /// <summary>Leaves out the last batch where it is not full.</summary>
    /// <value>False.</value>
    public bool DropLast { get; set; }

    /// <summary>Batches that are made at the same time, each on a thread of the pool. Their order does not depend on it. 0 makes each when it is asked for.</summary>
    /// <value>2.</value>
    public int Workers { get; set; } = 2;

    /// <summary>Batches that may be made or wait, beyond the one in use.</summary>
    /// <value>4; at least <see cref="Workers"/>.</value>
    public int Ahead { get; set; } = 4;

    /// <summary>Seed of what is random about an item; the order has the seed of the sampler.</summary>
    /// <value>0.</value>
    public long Seed { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(BatchSize, 1)
        .AtLeast(Workers, 0)
        .AtLeast(Ahead, 1)
        .Must(Ahead >= Workers, $"{nameof(Ahead)} is {Ahead}, fewer than the {Workers} {nameof(Workers)}: the rest of them would have nothing to do.");
}
