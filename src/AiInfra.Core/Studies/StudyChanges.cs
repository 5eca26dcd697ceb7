namespace AiInfra.Core.Studies;

/// <summary>What changed in a study since it was read last.</summary>
public sealed record StudyChanges
{
    /// <summary>Ranges of parameters that are new.</summary>
    public IReadOnlyDictionary<string, ParameterRange> Ranges { get; init; } = new Dictionary<string, ParameterRange>();

    /// <summary>Trials that are new or changed, as they are now, in the order in which they changed.</summary>
    public required IReadOnlyList<TrialRecord> Trials { get; init; }

    /// <summary>Values reported, in the order in which they were written.</summary>
    public required IReadOnlyList<TrialReport> Reports { get; init; }

    /// <summary>Where the next reading goes on.</summary>
    public required StudyCursor Cursor { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"StudyChanges {{ Ranges = {Shown.List(Ranges)}, Trials = {Shown.List(Trials)}, Reports = {Shown.List(Reports)}, Cursor = {Cursor} }}";
}
