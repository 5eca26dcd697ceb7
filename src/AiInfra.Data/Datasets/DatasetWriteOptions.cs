using AiInfra.Core.Catalog;

namespace AiInfra.Data.Datasets;

/// <summary>How rows become a commit.</summary>
public sealed class DatasetWriteOptions : ICheckedOptions
{
    private DatasetWriteMode? _mode;

    /// <summary>Branch to commit to; it is made when it is not there.</summary>
    /// <value>"main".</value>
    public string Branch { get; set; } = "main";

    /// <summary>Why.</summary>
    /// <value>"Write rows".</value>
    public string Message { get; set; } = "Write rows";

    /// <summary>What happens to the rows that were there.</summary>
    /// <value><see cref="DatasetWriteMode.Replace"/>. An ingestion that does not say it refuses to put other rows in the place of those that are there.</value>
    public DatasetWriteMode Mode
    {
        get => _mode ?? DatasetWriteMode.Replace;
        set => _mode = value;
    }

    /// <summary>What happens when an appended or replacing commit has other columns than the one before.</summary>
    /// <value><see cref="SchemaChange.Refuse"/>.</value>
    public SchemaChange SchemaChange { get; set; } = SchemaChange.Refuse;

    /// <summary>The head that the branch must have ("" for none yet), or null to take the one found. With it a commit that was made already, by the same call before a crash, is found and not made twice.</summary>
    public string? ExpectedHead { get; set; }

    /// <summary>The run that makes the commit.</summary>
    public string? RunId { get; set; }

    /// <summary>What the rows came from; becomes lineage with the role "ingested-from".</summary>
    public IReadOnlyList<LineageNode> Inputs { get; set; } = [];

    /// <summary>Whatever else to keep with the commit; part of its id. Keys that begin with "ingestion.position/" are those of how far sources were read.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; set; } = new Dictionary<string, string>();

    /// <summary>Rows of a Parquet row group: what is held in memory while writing and the least that is read.</summary>
    /// <value>65,536; fewer where the table has more than 64 columns, so that a row group has some four million cells at most.</value>
    public int RowGroupRows { get; set; } = 1 << 16;

    /// <summary>Rows of a file.</summary>
    /// <value>1,048,576.</value>
    public int FileRows { get; set; } = 1 << 20;

    /// <summary>Whether a summary of every column is kept with the commit.</summary>
    /// <value>true.</value>
    public bool Statistics { get; set; } = true;

    /// <summary>Folder for files being written; null takes the system's temporary folder.</summary>
    public string? TemporaryFolder { get; set; }

    /// <summary>Whether <see cref="Mode"/> was said and not left to its default.</summary>
    internal bool SaysMode => _mode is not null;

    /// <summary>Whether other rows than those that are there are refused, for nobody said what shall become of these.</summary>
    internal bool AsksMode { get; set; }

    /// <summary>Whether files that the dataset holds already are not appended once more.</summary>
    internal bool AppendsOnce { get; set; }

    /// <summary>How far a source was read for these rows; null for none.</summary>
    internal CommitPosition? Position { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Text(Branch)
        .Set(Message)
        .Set(Inputs)
        .Set(Metadata)
        .AtLeast(RowGroupRows, 1)
        .Must(FileRows >= RowGroupRows, $"{nameof(FileRows)} is at least {nameof(RowGroupRows)} ({RowGroupRows}); it is {FileRows}.");
}
