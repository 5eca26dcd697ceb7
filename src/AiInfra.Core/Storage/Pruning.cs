namespace AiInfra.Core.Storage;

/// <summary>Which of the oldest rows of a table that only grows go. A row goes when one of the limits that are set says so.</summary>
public sealed record Pruning
{
    /// <summary>Rows from before this time go.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Rows beyond the newest so many go.</summary>
    public long? Rows { get; init; }

    /// <summary>Rows beyond the newest that fit into about so many bytes go.</summary>
    public long? Bytes { get; init; }

    /// <summary>At most so many rows go in one call, which is one transaction; call again until none went. A small number lets other changes come in between.</summary>
    /// <value>2,000.</value>
    public int Take { get; init; } = 2000;

    /// <summary>Only counts what would go, in all calls together.</summary>
    /// <value>False.</value>
    public bool DryRun { get; init; }
}
