namespace AiInfra.Core.Studies;

/// <summary>A study: trials of one objective, or several, over the same parameters.</summary>
public sealed record StudyRecord
{
    /// <summary>Its name, unique in the store.</summary>
    public required string Name { get; init; }

    /// <summary>Which way each objective is better; one for each.</summary>
    public required IReadOnlyList<StudyDirection> Directions { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The run in the catalog that its trials' runs belong to, where there is one.</summary>
    public string? RunId { get; init; }

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc />
    public override string ToString() => $"StudyRecord {{ Name = {Name}, Directions = {Shown.List(Directions)}, CreatedAt = {CreatedAt}, RunId = {RunId}, Tags = {Shown.List(Tags)} }}";
}
