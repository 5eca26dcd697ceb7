using AiInfra.Core.Studies;

namespace AiInfra.Markup;

/// <summary>What pictures of a study are drawn from.</summary>
internal sealed class StudyPictureData
{
    public StudyPictureData(IReadOnlyList<StudyDirection> directions, StudyChanges changes)
    {
        Directions = directions;
        Ranges = changes.Ranges;
        Trials = [.. changes.Trials.OrderBy(t => t.Number)];
        Reports = changes.Reports.ToLookup(r => r.Trial);
        Importance = ParameterImportance.Of(directions, Ranges, Trials);
        Complete = [.. Trials.Where(t => t.State == TrialState.Complete && t.Values.Count == directions.Count && t.Values.All(double.IsFinite))];
        double sign = directions[0] == StudyDirection.Maximize ? -1 : 1;
        Ranked = [.. Complete.OrderBy(Violation).ThenBy(t => sign * t.Values[0]).ThenBy(t => t.Number)];
    }

    private const int MostDrawn = 1500;

    public IReadOnlyList<StudyDirection> Directions { get; }

    public IReadOnlyDictionary<string, ParameterRange> Ranges { get; }

    public IReadOnlyList<TrialRecord> Trials { get; }

    public ILookup<int, TrialReport> Reports { get; }

    public IReadOnlyDictionary<string, double> Importance { get; }

    /// <summary>Complete trials with finite values, by number.</summary>
    public IReadOnlyList<TrialRecord> Complete { get; }

    /// <summary>The same, the best by the first objective first; those that violate a constraint last.</summary>
    public IReadOnlyList<TrialRecord> Ranked { get; }

    /// <summary>Complete trials to draw, by number: all of them, or of very many the best and every so many of the others.</summary>
    public IReadOnlyList<TrialRecord> Drawn
    {
        get
        {
            if (Complete.Count <= MostDrawn)
            {
                return Complete;
            }

            int each = (Complete.Count / (MostDrawn / 2)) + 1;
            return [.. Ranked.Take(MostDrawn / 2).Concat(Complete.Where((_, i) => i % each == 0)).DistinctBy(t => t.Number).OrderBy(t => t.Number)];
        }
    }

    /// <summary>What is to be said where not all are drawn.</summary>
    public string NotDrawn => Complete.Count <= MostDrawn ? "" : $" {Drawn.Count} of {Complete.Count} trials are drawn: the best, and every so many of the others.";

    /// <summary>The best that violates nothing; null where there is none.</summary>
    public TrialRecord? Best => Ranked.Count > 0 && Violation(Ranked[0]) == 0 ? Ranked[0] : null;

    /// <summary>Complete trials that violate nothing and that no other surpasses in every objective.</summary>
    public IReadOnlyList<TrialRecord> Front
    {
        get
        {
            double[] signs = [.. Directions.Select(d => d == StudyDirection.Maximize ? -1.0 : 1)];
            TrialRecord[] allowed = [.. Complete.Where(t => Violation(t) == 0)];
            return [.. allowed.Where(t => !allowed.Any(o => Better(o, t, signs)))];
        }
    }

    /// <summary>Ends of an axis of the first objective: from the best to what nine of ten reach, so that a few very bad trials do not press all others into a line.</summary>
    public (double Low, double High, bool Cut) Span(int objective = 0)
    {
        double[] values = [.. Complete.Select(t => t.Values[objective]).Order()];
        if (values.Length == 0)
        {
            return (0, 1, false);
        }

        double low = values[0], high = values[^1];
        double inner = Directions[objective] == StudyDirection.Maximize ? values[(int)(0.1 * (values.Length - 1))] : values[(int)(0.9 * (values.Length - 1))];
        bool far = Directions[objective] == StudyDirection.Maximize ? inner - low > 2 * (high - inner) : high - inner > 2 * (inner - low);
        (low, high) = !far ? (low, high) : Directions[objective] == StudyDirection.Maximize ? (inner, high) : (low, inner);
        double room = high > low ? 0.04 * (high - low) : Math.Max(0.5, Math.Abs(high) * 0.01);
        return (low - room, high + room, far);
    }

    public static double Violation(TrialRecord trial) => trial.Constraints.Values.Where(v => v > 0).Sum();

    private static bool Better(TrialRecord a, TrialRecord b, double[] signs)
    {
        bool some = false;
        for (int i = 0; i < signs.Length; i++)
        {
            if (signs[i] * a.Values[i] > signs[i] * b.Values[i])
            {
                return false;
            }

            some |= signs[i] * a.Values[i] < signs[i] * b.Values[i];
        }

        return some;
    }
}
