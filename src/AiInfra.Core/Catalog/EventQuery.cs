namespace AiInfra.Core.Catalog;

/// <summary>Which events to list; every condition that is set must hold.</summary>
public sealed record EventQuery
{
    /// <summary>Only of this kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Not of these kinds, for example without the judgements that come every few hundred rows.</summary>
    public IReadOnlyList<string> ExceptKinds { get; init; } = [];

    /// <summary>Only about this subject.</summary>
    public string? Subject { get; init; }

    /// <summary>Only after this id.</summary>
    public long AfterId { get; init; }

    /// <summary>Only before this id: the last event of a page asks for the next page.</summary>
    public long? BeforeId { get; init; }

    /// <summary>At most so many, the newest first.</summary>
    public int Take { get; init; } = 1000;

    /// <inheritdoc />
    public override string ToString() => $"EventQuery {{ Kind = {Kind}, ExceptKinds = {Shown.List(ExceptKinds)}, Subject = {Subject}, AfterId = {AfterId}, BeforeId = {BeforeId}, Take = {Take} }}";
}
