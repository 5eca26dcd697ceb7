namespace AiInfra.Metrics.Survival;

/// <summary>What metrics of predicted times to an event share: subjects with the time each was watched and whether the event came then. Since one subject's weight hangs on all the others, the subjects are kept (17 bytes and the predictions of each); two halves merge into the whole. Not thread-safe.</summary>
public abstract class SurvivalMetric : ScoredMetric
{
    private readonly List<double> _times = [];
    private readonly List<bool> _events = [];

    /// <summary>Names the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="higherIsBetter">Whether more is better.</param>
    /// <param name="options">Options that change the value, as "key:value" joined by bars.</param>
    protected SurvivalMetric(string name, bool higherIsBetter, string options = "")
        : base(name, higherIsBetter, options)
    {
    }

    /// <inheritdoc />
    public override string Family => "Survival";

    /// <summary>Subjects added.</summary>
    public override long Count => _times.Count;

    /// <summary>Subjects of whom the event is known.</summary>
    public int Events { get; private set; }

    /// <inheritdoc />
    public abstract override SurvivalMetric New();

    /// <summary>Adds what another metric of the same signature has seen; its subjects follow.</summary>
    /// <exception cref="ArgumentException">The other has another signature, or is this one.</exception>
    public void Merge(SurvivalMetric other)
    {
        CheckMerge(other);
        MergeFrom(other);
        _times.AddRange(other._times);
        _events.AddRange(other._events);
        Events += other.Events;
    }

    /// <summary>The share of the subjects without the event, by Kaplan and Meier.</summary>
    public override IReadOnlyList<ScoreChart> Charts()
    {
        if (Count == 0)
        {
            return [];
        }

        KaplanMeier curve = KaplanMeier.Of([.. _times], [.. _events]);
        return [new("Subjects without the event", "time", "share", [new("Kaplan-Meier", [0, .. curve.Times, _times.Max()], [1, .. curve.Survival, curve.At(_times.Max())]) { IsStepped = true }])];
    }

    /// <summary>How long each subject was watched.</summary>
    protected IReadOnlyList<double> Times => _times;

    /// <summary>Whether the event came then.</summary>
    protected IReadOnlyList<bool> HadEvent => _events;

    /// <summary>Adds a subject whose prediction was checked.</summary>
    /// <exception cref="ArgumentException">The time is not finite or negative; the message names the subject.</exception>
    protected void Keep(double time, bool hadEvent)
    {
        SubjectGuard.Time(time, Count);
        _times.Add(time);
        _events.Add(hadEvent);
        Events += hadEvent ? 1 : 0;
    }

    /// <summary>Adds the other's predictions; it is of this type and signature.</summary>
    protected abstract void MergeFrom(SurvivalMetric other);
}
