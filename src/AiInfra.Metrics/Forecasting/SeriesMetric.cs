using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Regression;

namespace AiInfra.Metrics.Forecasting;

/// <summary>A metric of forecasts of many series: any metric of numbers, on errors that may be scaled by the series' own history, with a named way from series to one value.</summary>
/// <remarks>A series whose scale is 0 or not known, or whose value is not defined, is left out and counted as undefined. Keeps the value of every series. Not thread-safe: give each thread its own and merge.</remarks>
public sealed class SeriesMetric
{
    private readonly ValueMetric _metric;
    private readonly SeriesScale _scale;
    private readonly int _season;
    private readonly bool _skipLeadingZeros;
    private readonly SeriesAggregation _aggregation;
    private readonly List<double> _values = [];
    private readonly ValueMetric _pool;
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
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        (_metric, _aggregation, _scale, _season, _skipLeadingZeros) = (metric, aggregation, scale, season, skipLeadingZeros);
        _pool = (ValueMetric)metric.New();
        Name = name ?? metric.Name;
        string scaled = scale == SeriesScale.None ? "" : $"|scale:{scale.ToString().ToLowerInvariant()}|season:{season}{(skipLeadingZeros ? "|from:firstNonZero" : "")}";
        Signature = $"{Name}|series:{aggregation.ToString().ToLowerInvariant()}{scaled}|of:{metric.Signature}";
    }

    /// <summary>Name of the score.</summary>
    public string Name { get; }

    /// <summary>Metric, options and version.</summary>
    public string Signature { get; }

    /// <summary>Series added, those without a value included.</summary>
    public long Count => _values.Count;

    /// <summary>The value of each series in the order they were added; NaN where there is none.</summary>
    public IReadOnlyList<double> Values => _values;

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

    /// <summary>A metric with the same options that has seen nothing.</summary>
    public SeriesMetric New() => new(_metric, _aggregation, _scale, _season, _skipLeadingZeros, Name);

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
        if (!(weight > 0) || double.IsInfinity(weight))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, $"The weight of series {Count} is {weight}; a finite number above 0 is needed.");
        }

        double scale = SeasonalNaive.Scale(history, _scale, _season, _skipLeadingZeros), value = double.NaN;
        if (scale > 0)
        {
            var one = (ValueMetric)_metric.New();
            for (int i = 0; i < truth.Length; i++)
            {
                one.Add(truth[i] / scale, forecast[i] / scale);
            }

            // Only now: a point that the metric refuses leaves nothing behind.
            for (int i = 0; i < truth.Length; i++)
            {
                _pool.Add(truth[i] / scale, forecast[i] / scale, weight);
            }

            value = one.Result().Value;
        }

        _values.Add(value);
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
        ArgumentNullException.ThrowIfNull(other);
        if (other.Signature != Signature || ReferenceEquals(other, this))
        {
            throw new ArgumentException($"'{Signature}' cannot merge '{other.Signature}'{(ReferenceEquals(other, this) ? " of itself" : "")}.", nameof(other));
        }

        _pool.Merge(other._pool);
        _mean.Merge(other._mean);
        _values.AddRange(other._values);
        _undefined += other._undefined;
    }

    /// <summary>The value over all series. Its count is of series; Student's interval over series where it is their mean.</summary>
    public Score Result(double confidence = 0.95)
    {
        double value = _aggregation switch
        {
            SeriesAggregation.Pooled => _pool.Result(confidence).Value,
            _ when Count == _undefined => double.NaN,
            SeriesAggregation.Mean => _mean.Mean,
            _ => Median([.. _values.Where(v => !double.IsNaN(v)).Order()]),
        };
        return new(Name, value, Count, Signature)
        {
            Interval = _aggregation == SeriesAggregation.Mean ? _mean.Interval(confidence) : null,
            Undefined = _undefined,
            HigherIsBetter = _metric.HigherIsBetter,
        };
    }

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
