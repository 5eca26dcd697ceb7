namespace AiInfra.Core.Catalog;

/// <summary>What is said of a model as a whole. The first version of a name makes it.</summary>
public sealed record RegisteredModel
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it, or its newest version, was made or changed, UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>What it is, for people.</summary>
    /// <value>Empty.</value>
    public string Description { get; init; } = "";

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc />
    public override string ToString() => $"RegisteredModel {{ Name = {Name}, CreatedAt = {CreatedAt}, ChangedAt = {ChangedAt}, Description = {Description}, Tags = {Shown.List(Tags)} }}";
}
