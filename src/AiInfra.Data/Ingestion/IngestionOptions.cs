namespace AiInfra.Data.Ingestion;

/// <summary>When an ingestion gives up, and where it puts what it does not take.</summary>
public sealed class IngestionOptions : ICheckedOptions
{
    /// <summary>Most rows that may be put aside; null for no such limit.</summary>
    /// <value>null.</value>
    public long? MaxBadRows { get; set; }

    /// <summary>Most rows that may be put aside, as a share of those read (0 to 1). Looked at after 10,000 rows and then all the time, and at the end; a run that continues an earlier one and reads fewer than 1,000 rows is too small for a share.</summary>
    /// <value>0.1.</value>
    public double MaxBadShare { get; set; } = 0.1;

    /// <summary>Whether a source that had to guess (<see cref="IngestionNote.IsGuess"/>) is refused, the dataset unchanged.</summary>
    /// <value>false: the guesses are in <see cref="IngestionReport.Notes"/>.</value>
    public bool Strict { get; set; }

    /// <summary>Folder for a copy of the quarantine as NAME-quarantine.jsonl; null keeps it only as an artifact.</summary>
    public string? QuarantineFolder { get; set; }

    /// <summary>Folder for files being written; null takes the system's temporary folder.</summary>
    public string? TemporaryFolder { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(MaxBadRows, 0)
        .Between(MaxBadShare, 0, 1);
}
