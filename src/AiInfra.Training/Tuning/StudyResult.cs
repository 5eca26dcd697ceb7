using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning;

/// <summary>What a study has found.</summary>
public sealed record StudyResult
{
    /// <summary>Name of the study.</summary>
    public required string Study { get; init; }

    /// <summary>Which way each objective is better.</summary>
    public required IReadOnlyList<StudyDirection> Directions { get; init; }

    /// <summary>Ranges of the parameters, in the order in which they were first asked for.</summary>
    public required IReadOnlyDictionary<string, ParameterRange> Ranges { get; init; }

    /// <summary>All trials by number.</summary>
    public required IReadOnlyList<TrialResult> Trials { get; init; }

    /// <summary>Numbers of the trials that nothing surpasses and that violate nothing: with one objective the best one, with several those that no other surpasses in every objective. Empty where none is complete.</summary>
    public required IReadOnlyList<int> BestNumbers { get; init; }

    /// <summary>Why it stopped.</summary>
    public StudyStop Stop { get; init; }

    /// <summary>The best trial of a study of one objective.</summary>
    /// <exception cref="StudyException">No trial is complete and violates nothing, or the study has several objectives.</exception>
    public TrialResult Best => Directions.Count > 1
        ? throw new StudyException($"The study '{Study}' has {Directions.Count} objectives and no one best trial. Choose among {nameof(ParetoFront)}.")
        : BestNumbers.Count > 0
            ? Trials[Place(BestNumbers[0])]
            : throw new StudyException($"No trial of the study '{Study}' is complete and violates no constraint: {Count(TrialState.Complete)} are complete, {Count(TrialState.Pruned)} pruned, {Count(TrialState.Failed)} failed.");

    /// <summary>The trials of <see cref="BestNumbers"/>.</summary>
    public IReadOnlyList<TrialResult> ParetoFront => [.. BestNumbers.Select(n => Trials[Place(n)])];

    /// <summary>How many trials stand somewhere.</summary>
    public int Count(TrialState state) => Trials.Count(t => t.State == state);

    /// <inheritdoc />
    public override string ToString() => $"StudyResult {{ Study = {Study}, Directions = {Shown.List(Directions)}, Ranges = {Shown.List(Ranges)}, Trials = {Trials.Count}, BestNumbers = {Shown.List(BestNumbers)}, Stop = {Stop} }}";

    private int Place(int number)
    {
        int place = Math.Min(number, Trials.Count - 1);
        while (Trials[place].Number > number)
        {
            place--;
        }

        return place;
    }

    internal static StudyResult Of(StudyHistory history, StudyStop stop)
    {
        var ranges = new Dictionary<string, ParameterRange>(StringComparer.Ordinal);
        foreach (string name in history.Names)
        {
            ranges.Add(name, history.Ranges[name]);
        }

        return new StudyResult
        {
            Study = history.Name,
            Directions = history.Directions,
            Ranges = ranges,
            Trials = [.. history.Trials.Select(t => new TrialResult
            {
                Number = t.Number,
                State = t.State,
                Values = [.. t.Values],
                Violation = t.Violation,
                Parameters = t.Parameters.ToDictionary(p => p.Key, p => ranges[p.Key].TextOf(p.Value), StringComparer.Ordinal),
                Reports = [.. t.Reports],
            })],
            BestNumbers = [.. history.ParetoFront.Select(t => t.Number)],
            Stop = stop,
        };
    }
}
