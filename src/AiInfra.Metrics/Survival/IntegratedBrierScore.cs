using System.Globalization;

namespace AiInfra.Metrics.Survival;

/// <summary>Graf's Brier score (1999) of predicted shares without the event, integrated over times by the trapezoid rule and divided by their span; of one time the score there. Subjects whose fate at a time is unknown weigh nothing there, the others by one over the share that is still watched. 0 is the best; always saying 0.5 gives about 0.25.</summary>
/// <remarks>Times after which nobody is watched cannot be judged: the score is NaN then, and all subjects undefined.</remarks>
public sealed class IntegratedBrierScore : SurvivalMetric
{
    private readonly double[] _at;
    private readonly KaplanMeier? _censoring;
    private readonly List<double> _survival = [];

    /// <summary>Creates the metric.</summary>
    /// <param name="times">The times of the predictions, ascending, zero or more; the last should be well within the time that subjects were watched.</param>
    /// <param name="censoring">The curve of censoring, usually that of the training data; null estimates it from the subjects themselves.</param>
    /// <exception cref="ArgumentException">There is no time, or they do not ascend.</exception>
    public IntegratedBrierScore(IEnumerable<double> times, KaplanMeier? censoring = null)
        : this(Checked(times), censoring)
    {
    }

    private IntegratedBrierScore(double[] times, KaplanMeier? censoring)
        : base("integratedBrierScore", false, $"times:{string.Join(',', times.Select(t => t.ToString(CultureInfo.InvariantCulture)))}|censoring:{(censoring is null ? "own" : "given")}") =>
        (_at, _censoring) = (times, censoring);

    /// <summary>What each subject adds to the score, which is their mean; null of nothing, or where the score is not defined.</summary>
    public override Evidence? Evidence => Count == 0 || Parts() is not { } parts ? null : new("subjects", Integrated(parts));

    /// <summary>The score of columns.</summary>
    /// <param name="times">How long each subject was watched.</param>
    /// <param name="events">Whether the event came then.</param>
    /// <param name="survival">[subject, time]: the predicted share without the event, row by row.</param>
    /// <param name="at">The times of the predictions, ascending.</param>
    /// <param name="censoring">The curve of censoring; null estimates it from the subjects themselves.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no subject, or a number is out of range; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> times, ReadOnlySpan<bool> events, ReadOnlySpan<double> survival, IEnumerable<double> at, KaplanMeier? censoring = null)
    {
        var metric = new IntegratedBrierScore(at, censoring);
        metric.AddBatch(times, events, survival);
        return metric.Result();
    }

    /// <inheritdoc />
    public override IntegratedBrierScore New() => new(_at, _censoring);

    /// <summary>Adds a subject.</summary>
    /// <param name="time">How long it was watched; finite, zero or more.</param>
    /// <param name="hadEvent">Whether the event came then; otherwise it was last seen without it.</param>
    /// <param name="survival">The predicted share without the event at each of the metric's times.</param>
    /// <exception cref="ArgumentException">There are more or fewer shares than times, one is not between 0 and 1, or the time is wrong; the message names the subject.</exception>
    public void Add(double time, bool hadEvent, ReadOnlySpan<double> survival)
    {
        if (survival.Length != _at.Length)
        {
            throw new ArgumentException($"Subject {Count} has {survival.Length} predictions; there are {_at.Length} times.", nameof(survival));
        }

        Guard.Probability(survival, nameof(survival));
        Keep(time, hadEvent);
        _survival.AddRange(survival);
    }

    /// <summary>Adds subjects.</summary>
    /// <param name="times">How long each was watched.</param>
    /// <param name="events">Whether the event came then.</param>
    /// <param name="survival">[subject, time]: the predicted share without the event, row by row.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a number is out of range; the message names the first index. Nothing is added then.</exception>
    public void AddBatch(ReadOnlySpan<double> times, ReadOnlySpan<bool> events, ReadOnlySpan<double> survival)
    {
        SubjectGuard.Check(times, events);
        Guard.Columns(times.Length * _at.Length, survival.Length, nameof(survival), default);
        Guard.Probability(survival, nameof(survival));
        for (int i = 0; i < times.Length; i++)
        {
            Add(times[i], events[i], survival.Slice(i * _at.Length, _at.Length));
        }
    }

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        if (Count == 0 || Parts() is not { } parts)
        {
            return Scored(double.NaN, undefined: Count);
        }

        double[] values = Integrated(parts);
        return Scored(values.Average(), new Evidence("subjects", values).Interval(confidence));
    }

    /// <summary>The score at each time, beside the subjects it is worst for.</summary>
    public override IReadOnlyList<ScoreTable> Tables() => Count == 0 || Parts() is not { } parts ? [] :
    [
        new($"{Name}: by time", ["Brier"], [.. _at.Select((t, k) => new ScoreTableRow(t.ToString("G6", CultureInfo.InvariantCulture), [Enumerable.Range(0, (int)Count).Average(i => parts[(i * _at.Length) + k])]))]),
        .. base.Tables(),
    ];

    /// <inheritdoc />
    protected override void MergeFrom(SurvivalMetric other) => _survival.AddRange(((IntegratedBrierScore)other)._survival);

    // [subject, time]; null where nobody is watched at a time and somebody would have to be weighed.
    private double[]? Parts()
    {
        KaplanMeier censoring = _censoring ?? KaplanMeier.OfCensoring([.. Times], [.. HadEvent]);
        var parts = new double[_survival.Count];
        for (int i = 0; i < Times.Count; i++)
        {
            for (int k = 0; k < _at.Length; k++)
            {
                bool over = Times[i] <= _at[k];
                if (over && !HadEvent[i])
                {
                    continue;                                   // nobody knows
                }

                double watched = over ? censoring.Before(Times[i]) : censoring.At(_at[k]);
                if (watched == 0)
                {
                    return null;
                }

                double share = _survival[(i * _at.Length) + k], miss = over ? share : 1 - share;
                parts[(i * _at.Length) + k] = miss * miss / watched;
            }
        }

        return parts;
    }

    private double[] Integrated(double[] parts)
    {
        var values = new double[Count];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<double> own = parts.AsSpan(i * _at.Length, _at.Length);
            double area = 0;
            for (int k = 1; k < own.Length; k++)
            {
                area += (own[k] + own[k - 1]) / 2 * (_at[k] - _at[k - 1]);
            }

            values[i] = own.Length == 1 ? own[0] : area / (_at[^1] - _at[0]);
        }

        return values;
    }

    private static double[] Checked(IEnumerable<double> times)
    {
        ArgumentNullException.ThrowIfNull(times);
        double[] at = [.. times];
        if (at.Length == 0)
        {
            throw new ArgumentException("There is no time of predictions; one or more are needed.", nameof(times));
        }

        for (int i = 0; i < at.Length; i++)
        {
            if (!(at[i] >= 0) || double.IsInfinity(at[i]) || (i > 0 && at[i] <= at[i - 1]))
            {
                throw new ArgumentException($"times[{i}] is {at[i]}; times of predictions are finite, zero or more, and ascend.", nameof(times));
            }
        }

        return at;
    }
}
