namespace AiInfra.Core.Catalog;

/// <summary>Runs that belong together. The first run of a name makes it.</summary>
public sealed record Experiment
{
    /// <summary>Its number; 0 is "Default", which is always there.</summary>
    public required long Id { get; init; }

    /// <summary>Its name, which runs name it by.</summary>
    public required string Name { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its name, tags or mark changed, UTC.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>When it was marked as deleted, UTC; null where it is not.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc />
    public override string ToString() => $"Experiment {{ Id = {Id}, Name = {Name}, CreatedAt = {CreatedAt}, ChangedAt = {ChangedAt}, DeletedAt = {DeletedAt}, Tags = {Shown.List(Tags)} }}";
}
