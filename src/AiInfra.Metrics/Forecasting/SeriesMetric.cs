using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Regression;

namespace AiInfra.Metrics.Forecasting;

/// <summary>A metric of forecasts of many series: any metric of numbers, on errors that may be scaled by the series' own history, with a named way from series to one value.</summary>
/// <remarks>A series whose scale is 0 or not known, or whose value is not defined, is left out and counted as undefined. Keeps the value of every series. Not thread-safe: give each thread its own and merge.</remarks>
public sealed class SeriesMetric : ScoredMetric
{
    private readonly ValueMetric _metric;
    private readonly SeriesScale _scale;
    private readonly int _season;
    private readonly bool _skipLeadingZeros;
    private readonly SeriesAggregation _aggregation;
    private readonly UnitValues _values = new();
    private readonly ValueMetric _pool;

    // Of pooled points only: what each series brings into the pool, null where it brings nothing.
    private readonly List<ValueMetric?> _parts = [];
    private RunningMean _mean;
    private long _undefined;

    /// <summary>Creates the metric.</summary>
    /// <param name="metric">The metric of one series' points; its options and not its state are used.</param>
    /// <param name="aggregation">How series become one value.</param>
    /// <param name="scale">By what errors are divided; choose one only for metrics of errors (absolute, squared).</param>
    /// <param name="season">Steps in a season, for the scale.</param>
    /// <param name="skipLeadingZeros">Whether a history starts at its first value that is not 0.</param>
    /// <param name="name">Name of the score; null for the metric's.</param>
    public SeriesMetric(ValueMetric metric, SeriesAggregation aggregation = SeriesAggregation.Mean, SeriesScale scale = SeriesScale.None, int season = 1, bool skipLeadingZeros = false, string? name = null)
        : base(name ?? (metric ?? throw new ArgumentNullException(nameof(metric))).Name, SignatureOf(name, metric ?? throw new ArgumentNullException(nameof(metric)), aggregation, scale, season, skipLeadingZeros), metric.HigherIsBetter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        (_metric, _aggregation, _scale, _season, _skipLeadingZeros) = (metric, aggregation, scale, season, skipLeadingZeros);
        _pool = metric.Fresh();
    }

    /// <inheritdoc />
    public override string Family => "Forecasts";

    /// <summary>Series added, those without a value included.</summary>
    public override long Count => _values.Count;

    /// <summary>The value of every series, in the order they were added; where points are pooled, the value over series drawn again with all their points. Null of nothing, and of a pooled extreme, which no drawing exceeds.</summary>
    public override Evidence? Evidence => _aggregation switch
    {
        _ when Count == 0 => null,
        SeriesAggregation.Mean => _values.ToEvidence("series"),
        SeriesAggregation.Pooled when !_metric.CanBeResampled => null,
        SeriesAggregation.Pooled => new("series", [.. _values.Values]) { Counted = PoolOf },
        _ => new("series", [.. _values.Values]) { Resampled = MedianOf },
    };

    /// <summary>The value of each series in the order they were added; NaN where there is none.</summary>
    public IReadOnlyList<double> Values => _values.Values;

    /// <summary>Mean absolute scaled error (Hyndman and Koehler 2006).</summary>
    /// <param name="season">Steps in a season.</param>
    /// <param name="aggregation">How series become one value.</param>
    /// <param name="skipLeadingZeros">Whether a history starts at its first value that is not 0.</param>
    public static SeriesMetric Mase(int season = 1, SeriesAggregation aggregation = SeriesAggregation.Mean, bool skipLeadingZeros = false) =>
        new(new MeanAbsoluteError(), aggregation, SeriesScale.AbsoluteNaive, season, skipLeadingZeros, "mase");

    /// <summary>Root mean squared scaled error. M5 takes a season of 1, leading zeros skipped, and weights by sales.</summary>
    /// <param name="season">Steps in a season.</param>
    /// <param name="aggregation">How series become one value.</param>
    /// <param name="skipLeadingZeros">Whether a history starts at its first value that is not 0.</param>
    public static SeriesMetric Rmsse(int season = 1, SeriesAggregation aggregation = SeriesAggregation.Mean, bool skipLeadingZeros = false) =>
        new(new RootMeanSquaredError(), aggregation, SeriesScale.SquaredNaive, season, skipLeadingZeros, "rmsse");

    /// <inheritdoc />
    public override SeriesMetric New() => new(_metric, _aggregation, _scale, _season, _skipLeadingZeros, Name);

    /// <summary>Adds a series.</summary>
    /// <param name="history">What the model was trained on, in the order of time; may be empty when errors are not scaled.</param>
    /// <param name="truth">What came after.</param>
    /// <param name="forecast">What was forecast.</param>
    /// <param name="weight">How much the series counts; above 0.</param>
    /// <returns>The series' value; NaN when it has none.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, or a number is not finite; the message names the first index.</exception>
    public double Add(ReadOnlySpan<double> history, ReadOnlySpan<double> truth, ReadOnlySpan<double> forecast, double weight = 1)
    {
        Guard.Columns(truth.Length, forecast.Length, nameof(forecast), default);
        Guard.Finite(history, nameof(history));
        Guard.Finite(truth, nameof(truth));
        Guard.Finite(forecast, nameof(forecast));
        PositiveWeight(weight, "series", Count);
        double scale = SeasonalNaive.Scale(history, _scale, _season, _skipLeadingZeros), value = double.NaN;
        ValueMetric? part = null;
        if (scale > 0)
        {
            var one = (ValueMetric)_metric.New();
            for (int i = 0; i < truth.Length; i++)
            {
                one.Add(truth[i] / scale, forecast[i] / scale);
            }

            // Only now: a point that the metric refuses leaves nothing behind.
            part = _aggregation == SeriesAggregation.Pooled ? (ValueMetric)_metric.New() : null;
            for (int i = 0; i < truth.Length; i++)
            {
                _pool.Add(truth[i] / scale, forecast[i] / scale, weight);
                part?.Add(truth[i] / scale, forecast[i] / scale, weight);
            }

            value = one.Result().Value;
        }

        if (_aggregation == SeriesAggregation.Pooled)
        {
            _parts.Add(part);
        }

        _values.Add(value, weight);
        if (double.IsNaN(value))
        {
            _undefined++;
        }
        else
        {
            _mean.Add(value, weight);
        }

        return value;
    }

    /// <summary>Adds what another metric of the same signature has seen; its series follow.</summary>
    /// <exception cref="ArgumentException">The other has another signature, or is this one.</exception>
    public void Merge(SeriesMetric other)
    {
        CheckMerge(other);
        _pool.Merge(other._pool);
        _parts.AddRange(other._parts);
        _mean.Merge(other._mean);
        _values.Add(other._values);
        _undefined += other._undefined;
    }

    /// <summary>The value over all series. Its count is of series; Student's interval over series where it is their mean.</summary>
    public override Score Result(double confidence = 0.95)
    {
        double value = _aggregation switch
        {
            SeriesAggregation.Pooled => _pool.Result(confidence).Value,
            _ when Count == _undefined => double.NaN,
            SeriesAggregation.Mean => _mean.Mean,
            _ => Median([.. _values.Values.Where(v => !double.IsNaN(v)).Order()]),
        };
        return Scored(value, _aggregation == SeriesAggregation.Mean ? _mean.Interval(confidence) : null, _undefined);
    }

    private static string SignatureOf(string? name, ValueMetric metric, SeriesAggregation aggregation, SeriesScale scale, int season, bool skipLeadingZeros)
    {
        string scaled = scale == SeriesScale.None ? "" : $"|scale:{scale.ToString().ToLowerInvariant()}|season:{season}{(skipLeadingZeros ? "|from:firstNonZero" : "")}";
        return $"{name ?? metric.Name}|series:{aggregation.ToString().ToLowerInvariant()}{scaled}|of:{metric.Signature}";
    }

    private double PoolOf(ReadOnlySpan<int> counts)
    {
        var pool = (ValueMetric)_metric.New();
        for (int i = 0; i < counts.Length; i++)
        {
            for (int times = counts[i]; times > 0 && _parts[i] is { } part; times--)
            {
                pool.Merge(part);
            }
        }

        return pool.Result().Value;
    }

    private double MedianOf(ReadOnlySpan<int> series)
    {
        var values = new List<double>(series.Length);
        foreach (int one in series)
        {
            if (!double.IsNaN(_values.Values[one]))
            {
                values.Add(_values.Values[one]);
            }
        }

        return values.Count == 0 ? double.NaN : Median([.. values.Order()]);
    }

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
