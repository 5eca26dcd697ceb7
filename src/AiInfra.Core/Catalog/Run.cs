namespace AiInfra.Core.Catalog;

/// <summary>One execution of something that takes inputs and leaves results: a training, an ingestion, an evaluation.</summary>
public sealed record Run
{
    /// <summary>Unique id: 32 hexadecimal digits, or what the starter chose.</summary>
    public required string Id { get; init; }

    /// <summary>The experiment it belongs to.</summary>
    public required string Experiment { get; init; }

    /// <summary>What it does.</summary>
    public required string Kind { get; init; }

    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When it started, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, UTC; of an interrupted one when that was found.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The run that started it.</summary>
    public string? ParentId { get; init; }

    /// <summary>Why it failed or was interrupted, where it did.</summary>
    public string? Error { get; init; }

    /// <summary>When it was marked as deleted, UTC: it is in no list until the mark is taken away. Null where it is not.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Parameters: written once each.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Tags: may change.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The latest value of every metric (highest step, then time, then value).</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <inheritdoc />
    public override string ToString() => $"Run {{ Id = {Id}, Experiment = {Experiment}, Kind = {Kind}, Name = {Name}, Status = {Status}, StartedAt = {StartedAt}, EndedAt = {EndedAt}, ParentId = {ParentId}, Error = {Error}, DeletedAt = {DeletedAt}, Parameters = {Shown.List(Parameters)}, Tags = {Shown.List(Tags)}, Metrics = {Shown.List(Metrics)} }}";
}
