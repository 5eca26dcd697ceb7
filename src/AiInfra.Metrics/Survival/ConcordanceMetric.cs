namespace AiInfra.Metrics.Survival;

/// <summary>How often, of two subjects whose order of events is known, the one with the higher risk has the event first; equal risks count half. 0.5 is chance, 1 the best. In n log n.</summary>
public abstract class ConcordanceMetric : SurvivalMetric
{
    private readonly List<double> _risks = [];

    /// <summary>Names the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="options">Options that change the value, as "key:value" joined by bars; empty when there are none.</param>
    protected ConcordanceMetric(string name, string options)
        : base(name, true, options)
    {
    }

    /// <summary>The value over subjects drawn again; a subject has none by itself. Null of nothing.</summary>
    public override Evidence? Evidence => Count == 0 ? null : new("subjects", [.. Enumerable.Repeat(double.NaN, _risks.Count)]) { Resampled = Drawn };

    /// <summary>Adds a subject.</summary>
    /// <param name="time">How long it was watched; finite, zero or more.</param>
    /// <param name="hadEvent">Whether the event came then; otherwise it was last seen without it.</param>
    /// <param name="risk">What was predicted; more is an earlier event. Of predicted times give the negative.</param>
    /// <exception cref="ArgumentException">A number is not finite, or the time negative; the message names the subject.</exception>
    public void Add(double time, bool hadEvent, double risk)
    {
        if (!double.IsFinite(risk))
        {
            throw new ArgumentException($"The risk of subject {Count} is {risk}; a finite number is needed.", nameof(risk));
        }

        Keep(time, hadEvent);
        _risks.Add(risk);
    }

    /// <summary>Adds subjects.</summary>
    /// <param name="times">How long each was watched.</param>
    /// <param name="events">Whether the event came then.</param>
    /// <param name="risks">What was predicted; more is an earlier event.</param>
    /// <exception cref="ArgumentException">Lengths differ, a number is not finite, or a time negative; the message names the first index. Nothing is added then.</exception>
    public void AddBatch(ReadOnlySpan<double> times, ReadOnlySpan<bool> events, ReadOnlySpan<double> risks)
    {
        SubjectGuard.Check(times, events);
        Guard.Columns(times.Length, risks.Length, nameof(risks), default);
        Guard.Finite(risks, nameof(risks));
        for (int i = 0; i < times.Length; i++)
        {
            Add(times[i], events[i], risks[i]);
        }
    }

    /// <summary>The score of what was added, without an interval, which no formula gives; NaN, all subjects undefined, where no two can be compared.</summary>
    /// <param name="confidence">Not used; <see cref="ScoredExtensions.WithInterval"/> gives an interval.</param>
    public override Score Result(double confidence = 0.95)
    {
        double value = Value([.. Times], [.. HadEvent], [.. _risks]);
        return Scored(value, undefined: double.IsNaN(value) ? Count : 0);
    }

    /// <inheritdoc />
    protected sealed override void MergeFrom(SurvivalMetric other) => _risks.AddRange(((ConcordanceMetric)other)._risks);

    /// <summary>How much the comparisons of a subject count whose event came at a time; 0 leaves them out.</summary>
    protected abstract Func<double, double> Weigh(double[] times, bool[] events);

    /// <summary>The score of columns.</summary>
    protected static Score Over(ConcordanceMetric metric, ReadOnlySpan<double> times, ReadOnlySpan<bool> events, ReadOnlySpan<double> risks)
    {
        metric.AddBatch(times, events, risks);
        return metric.Result();
    }

    private double Drawn(ReadOnlySpan<int> subjects)
    {
        var times = new double[subjects.Length];
        var events = new bool[subjects.Length];
        var risks = new double[subjects.Length];
        for (int i = 0; i < subjects.Length; i++)
        {
            (times[i], events[i], risks[i]) = (Times[subjects[i]], HadEvent[subjects[i]], _risks[subjects[i]]);
        }

        return Value(times, events, risks);
    }

    // From the latest time to the earliest: whoever is in the counts outlived those who come now. At one time the censored enter before the events ask, and the events after.
    private double Value(double[] times, bool[] events, double[] risks)
    {
        if (times.Length == 0)
        {
            return double.NaN;
        }

        Func<double, double> weigh = Weigh(times, events);
        double[] scale = [.. risks.Distinct().Order()];
        var counts = new RankCounts(scale.Length);
        int[] order = [.. Enumerable.Range(0, times.Length).OrderByDescending(i => times[i])];
        double right = 0, comparable = 0;
        for (int from = 0; from < order.Length;)
        {
            int to = from;
            while (to < order.Length && times[order[to]] == times[order[from]])
            {
                to++;
            }

            int[] here = order[from..to];
            foreach (int subject in here.Where(s => !events[s]))
            {
                counts.Add(Array.BinarySearch(scale, risks[subject]));
            }

            double weight = here.Any(s => events[s]) ? weigh(times[here[0]]) : 0;
            foreach (int subject in here.Where(s => events[s] && weight > 0))
            {
                int rank = Array.BinarySearch(scale, risks[subject]);
                long below = counts.Below(rank), equal = counts.Below(rank + 1) - below;
                right += weight * (below + (equal / 2.0));
                comparable += weight * counts.Total;
            }

            foreach (int subject in here.Where(s => events[s]))
            {
                counts.Add(Array.BinarySearch(scale, risks[subject]));
            }

            from = to;
        }

        return comparable > 0 ? right / comparable : double.NaN;
    }
}
