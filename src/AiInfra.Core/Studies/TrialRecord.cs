namespace AiInfra.Core.Studies;

/// <summary>A trial as a store keeps it.</summary>
public sealed record TrialRecord
{
    /// <summary>Its number in the study, from 0, in the order in which trials were claimed or enqueued.</summary>
    public required int Number { get; init; }

    /// <summary>Where it stands.</summary>
    public required TrialState State { get; init; }

    /// <summary>Values of its parameters by name, as <see cref="ParameterRange"/> keeps them.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();

    /// <summary>Values of the objectives in order; empty before its end and where it failed. Of a pruned trial the last value reported, where it reported one.</summary>
    public IReadOnlyList<double> Values { get; init; } = [];

    /// <summary>By how much each constraint is violated: above 0 it is, 0 and below it holds.</summary>
    public IReadOnlyDictionary<string, double> Constraints { get; init; } = new Dictionary<string, double>();

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Values of parameters, as text, that were given when it was enqueued.</summary>
    public IReadOnlyDictionary<string, string> Given { get; init; } = new Dictionary<string, string>();

    /// <summary>When it was claimed, UTC; of one that waits when it was enqueued.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who holds or held it.</summary>
    public string? Owner { get; init; }

    /// <summary>Why it failed, where it did.</summary>
    public string? Error { get; init; }

    /// <summary>The trial that this one repeats because its worker died; null for none.</summary>
    public int? RetryOf { get; init; }

    /// <summary>How often the trial was repeated before this one; 0 for a first attempt.</summary>
    public int Retries { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"TrialRecord {{ Number = {Number}, State = {State}, Parameters = {Shown.List(Parameters)}, Values = {Shown.List(Values)}, Constraints = {Shown.List(Constraints)}, Tags = {Shown.List(Tags)}, Given = {Shown.List(Given)}, StartedAt = {StartedAt}, EndedAt = {EndedAt}, Owner = {Owner}, Error = {Error}, RetryOf = {RetryOf}, Retries = {Retries} }}";
}
