namespace AiInfra.Training.Loading;

/// <summary>How batches are read from a dataset.</summary>
public sealed class DatasetSourceOptions : ICheckedOptions
{
    /// <summary>Rows in a batch; the last batch of an epoch may have fewer.</summary>
    /// <value>256.</value>
    public int BatchSize { get; set; } = 256;

    /// <summary>Columns to read; others are not read from disk.</summary>
    /// <value>Null: all.</value>
    public IReadOnlyList<string>? Columns { get; set; }

    /// <summary>Seed of the order, another one each epoch.</summary>
    /// <value>Null: the dataset's order.</value>
    public long? ShuffleSeed { get; set; }

    /// <summary>Rows that follow each other and stay together when the dataset is shuffled, until <see cref="WindowBlocks"/> of them are mixed. Best the size of the files' row groups, or a multiple: less decodes a group several times an epoch.</summary>
    /// <value>65,536, as the writer of datasets groups them.</value>
    public int BlockRows { get; set; } = 1 << 16;

    /// <summary>Blocks, taken from anywhere in the dataset, whose rows are mixed with each other in full: so many are in memory. A dataset of no more blocks is shuffled exactly.</summary>
    /// <value>8.</value>
    public int WindowBlocks { get; set; } = 8;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(BatchSize, 1)
        .AtLeast(BlockRows, 1)
        .AtLeast(WindowBlocks, 1);
}
