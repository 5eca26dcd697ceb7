namespace AiInfra.Core.Studies;

/// <summary>What has become known of a running trial since it was written last.</summary>
public sealed record TrialNews
{
    /// <summary>Nothing new.</summary>
    public static TrialNews None { get; } = new();

    /// <summary>Parameters that the trial asked for, with their ranges.</summary>
    public IReadOnlyDictionary<string, (ParameterRange Range, double Value)> Parameters { get; init; } = new Dictionary<string, (ParameterRange, double)>();

    /// <summary>Values reported, in order; of a step told twice the later one counts.</summary>
    public IReadOnlyList<TrialReport> Reports { get; init; } = [];

    /// <summary>Constraints told.</summary>
    public IReadOnlyDictionary<string, double> Constraints { get; init; } = new Dictionary<string, double>();

    /// <summary>Tags set.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether there is nothing.</summary>
    public bool IsEmpty => Parameters.Count == 0 && Reports.Count == 0 && Constraints.Count == 0 && Tags.Count == 0;

    /// <inheritdoc />
    public override string ToString() => $"TrialNews {{ Parameters = {Shown.List(Parameters)}, Reports = {Shown.List(Reports)}, Constraints = {Shown.List(Constraints)}, Tags = {Shown.List(Tags)} }}";
}
