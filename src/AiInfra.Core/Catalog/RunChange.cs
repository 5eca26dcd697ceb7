namespace AiInfra.Core.Catalog;

/// <summary>What another program says of a run that it runs itself; what is null stays.</summary>
public sealed record RunChange
{
    /// <summary>Its name for people.</summary>
    public string? Name { get; init; }

    /// <summary>The run that started it.</summary>
    public string? ParentId { get; init; }

    /// <summary>Where it stands: any status after any other. <see cref="RunStatus.Running"/> takes the end away.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>When it ended; with a status other than <see cref="RunStatus.Running"/>, null is now.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Marks it as deleted, or takes the mark away.</summary>
    public bool? IsDeleted { get; init; }
}
