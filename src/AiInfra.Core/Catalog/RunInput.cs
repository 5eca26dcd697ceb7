namespace AiInfra.Core.Catalog;

/// <summary>A dataset that a run read.</summary>
/// <param name="Name">The dataset.</param>
/// <param name="Digest">Which content of it, for example a commit's id.</param>
public sealed record RunInput(string Name, string Digest)
{
    /// <summary>What for, for example "training".</summary>
    /// <value>Empty.</value>
    public string Context { get; init; } = "";

    /// <summary>What kind of source it came from.</summary>
    public string SourceType { get; init; } = "";

    /// <summary>The source.</summary>
    public string Source { get; init; } = "";

    /// <summary>Its columns, in whatever form whoever logged it writes them.</summary>
    public string? Schema { get; init; }

    /// <summary>Its summary, in whatever form whoever logged it writes it.</summary>
    public string? Profile { get; init; }
}
