namespace AiInfra.Core.Catalog;

/// <summary>What is known of a run when it starts.</summary>
/// <param name="Experiment">The experiment it belongs to, for example the model's name.</param>
/// <param name="Kind">What it does: "training", "ingestion", "evaluation", "loop".</param>
public sealed record RunStart(string Experiment, string Kind)
{
    /// <summary>Id to use, when the caller needs it to be its own (a resumed run finds itself by it); otherwise one is made.</summary>
    public string? Id { get; init; }

    /// <summary>A name for people.</summary>
    public string? Name { get; init; }

    /// <summary>The run that started this one.</summary>
    public string? ParentId { get; init; }

    /// <summary>When it started; null is now.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Whether a program runs it that this store can't see, such as one that logs over HTTP: it never reads as interrupted.</summary>
    /// <value>Default false: this process runs it.</value>
    public bool IsElsewhere { get; init; }

    /// <summary>Parameters known at the start.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Tags known at the start.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc />
    public override string ToString() => $"RunStart {{ Experiment = {Experiment}, Kind = {Kind}, Id = {Id}, Name = {Name}, ParentId = {ParentId}, StartedAt = {StartedAt}, IsElsewhere = {IsElsewhere}, Parameters = {Shown.List(Parameters)}, Tags = {Shown.List(Tags)} }}";
}
