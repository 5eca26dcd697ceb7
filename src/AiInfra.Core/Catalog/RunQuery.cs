namespace AiInfra.Core.Catalog;

/// <summary>Which runs to list; every condition that is set must hold.</summary>
public sealed record RunQuery
{
    /// <summary>Only of this experiment.</summary>
    public string? Experiment { get; init; }

    /// <summary>Only of this kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Only in this status.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>Only those started by this run.</summary>
    public string? ParentId { get; init; }

    /// <summary>Only runs that started before this one: the last run of a page asks for the next page.</summary>
    public string? BeforeId { get; init; }

    /// <summary>Whether runs are among them that are marked as deleted.</summary>
    /// <value>Default false.</value>
    public bool WithDeleted { get; init; }

    /// <summary>At most so many, the newest first.</summary>
    public int Take { get; init; } = 100;
}
