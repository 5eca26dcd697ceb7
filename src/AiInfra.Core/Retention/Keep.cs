namespace AiInfra.Core.Retention;

/// <summary>How much of something is kept. What one of the limits that are set says to go, goes; a limit that is not set says nothing.</summary>
public sealed class Keep
{
    /// <summary>Older ones go.</summary>
    public TimeSpan? Age { get; set; }

    /// <summary>Beyond the newest so many the others go: rows of predictions and events, runs, versions of each model, commits of each branch.</summary>
    public long? Rows { get; set; }

    /// <summary>Beyond the newest that fit into about so many bytes the others go; for predictions and events.</summary>
    public long? Bytes { get; set; }

    internal bool IsLimited => Age is not null || Rows is not null || Bytes is not null;

    internal IEnumerable<string> Faults(string name, bool rows = true, bool bytes = false) => new OptionFaults()
        .AtLeast(Age, TimeSpan.Zero, $"{name}.{nameof(Age)}")
        .AtLeast(Rows, 0, $"{name}.{nameof(Rows)}")
        .AtLeast(Bytes, 0, $"{name}.{nameof(Bytes)}")
        .Must(rows || Rows is null, $"{name}.Rows has no meaning; set {name}.Age.")
        .Must(bytes || Bytes is null, $"{name}.Bytes has no meaning; set {name}.Age{(rows ? $" or {name}.Rows" : "")}.");
}
