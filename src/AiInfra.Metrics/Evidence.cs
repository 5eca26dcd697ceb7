using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics;

/// <summary>What a score was made of, unit by unit (rows, segments, queries, series, users): enough for an interval, and for a paired test against the score of another model on the same units.</summary>
public class Evidence
{
    /// <summary>Creates the evidence.</summary>
    /// <param name="units">What the units are, in the plural: "queries".</param>
    /// <param name="values">The value of each unit by itself; NaN for a unit that has none. Without <see cref="Resampled"/> and <see cref="Counted"/> the score is their mean.</param>
    public Evidence(string units, IReadOnlyList<double> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(units);
        ArgumentNullException.ThrowIfNull(values);
        (Units, Values) = (units, values);
    }

    /// <summary>What the units are, in the plural.</summary>
    public string Units { get; }

    /// <summary>The value of each unit by itself; NaN for a unit that has none.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>The units' ids, by which two scores are paired; null where units are paired in the order they were added.</summary>
    /// <exception cref="ArgumentException">There are more or fewer than values.</exception>
    public IReadOnlyList<string>? Ids
    {
        get;
        init => field = value is null || value.Count == Values.Count ? value : throw new ArgumentException($"There are {Values.Count} {Units} but {value.Count} ids.", nameof(value));
    }

    /// <summary>The score over units drawn again, by their positions; null where the score is the mean of the values.</summary>
    public ResampledStatistic? Resampled
    {
        get => field ?? (Counted is null ? null : OfCounts);
        init;
    }

    /// <summary>The score from how often each unit was drawn, where that is the faster way; null elsewhere.</summary>
    public CountedStatistic? Counted { get; init; }

    /// <summary>Whether interval and paired test are moved so that they lie around the score (<see cref="BootstrapResult.Centred"/>): for scores that are off on every draw, since it holds fewer different units.</summary>
    /// <value>Default false.</value>
    public bool IsCentred { get; init; }

    /// <summary>Whether the score is the mean of the values.</summary>
    public bool IsMean => Resampled is null;

    /// <summary>Units, those without a value included.</summary>
    public int Count => Values.Count;

    /// <summary>The interval of the score: Student's of a mean, else the percentile bootstrap over units.</summary>
    /// <param name="confidence">Confidence of both sides together.</param>
    /// <param name="bootstrap">How to resample where the score is no mean; its confidence is not used. Null takes 1,000 resamples.</param>
    /// <returns>Null with fewer than two units, or where most resamples have no value.</returns>
    public virtual ConfidenceInterval? Interval(double confidence, BootstrapOptions? bootstrap = null)
    {
        if (Resampled is null)
        {
            return Student([.. Values.Where(double.IsFinite)], confidence);
        }

        if (Count < 2)
        {
            return null;
        }

        BootstrapOptions options = (bootstrap ?? new BootstrapOptions { Resamples = 1000 }) with { Confidence = confidence };
        BootstrapResult drawn = Counted is null ? Bootstrap.Percentile(Count, Resampled, options) : Bootstrap.Counted(Count, Counted, options);
        return drawn.IsMostlyUndefined ? null : IsCentred ? drawn.Centred().Interval : drawn.Interval;
    }

    /// <summary>In what a score is not the mean of these values; null where it is, or where it is no mean.</summary>
    internal string? Contradicts(Score score)
    {
        if (!IsMean)
        {
            return null;
        }

        double[] values = [.. Values.Where(v => !double.IsNaN(v))];
        double mean = values.Length == 0 ? double.NaN : values.Average();
        return mean.Equals(score.Value) || Math.Abs(mean - score.Value) <= 1e-9 * Math.Max(1, Math.Abs(mean))
            ? null
            : $"is {score.Value}, but the mean of the {values.Length} {Units} is {mean}";
    }

    private double OfCounts(ReadOnlySpan<int> units)
    {
        var counts = new int[Count];
        foreach (int unit in units)
        {
            counts[unit]++;
        }

        return Counted!(counts);
    }

    private static ConfidenceInterval? Student(double[] values, double confidence)
    {
        if (values.Length < 2)
        {
            return null;
        }

        double mean = values.Average(), error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1.0) / values.Length);
        double half = StudentQuantile.Of((1 + confidence) / 2, values.Length - 1) * error;
        return new(mean - half, mean + half, confidence);
    }
}
