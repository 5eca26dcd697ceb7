using AiInfra.Core.Rows;
using AiInfra.Metrics.Statistics;
using AiInfra.Observability.Drift;

namespace AiInfra.Observability.Quality;

/// <summary>Watches one version's quality over a sliding window of labelled rows and tests whether it has fallen below the baseline.</summary>
/// <remarks>
/// Counts rows, never the clock: the same stream gives the same reports. The test is Fisher's exact one for losses of 0 and 1 and Welch's for others,
/// one-sided, with the effective number of rows where losses depend on their neighbours. Not thread-safe.
/// </remarks>
public sealed class QualityMonitor
{
    private readonly QualityOptions _options;
    private readonly List<double> _first = [];
    private readonly RowDependence _dependence = new();
    private readonly Dictionary<string, (long Times, string Newest)> _throws = new(StringComparer.Ordinal);
    private QualityMetric[] _metrics;
    private LossWindow[] _windows;
    private double _sum;
    private long _scored;
    private long _learnedAt;

    /// <summary>Creates a monitor.</summary>
    /// <param name="options">How to watch.</param>
    /// <param name="baseline">What to compare with; null takes the first <see cref="QualityOptions.BaselineRows"/> labelled rows.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public QualityMonitor(QualityOptions? options = null, QualityBaseline? baseline = null)
    {
        _options = (options ?? new QualityOptions()).Checked(nameof(options));

        Baseline = baseline;
        _metrics = [.. _options.Metrics];
        _windows = [.. _metrics.Select(_ => new LossWindow(_options.Window))];
    }

    /// <summary>What the window is compared with; null while the first rows are gathered for it.</summary>
    public QualityBaseline? Baseline { get; private set; }

    /// <summary>Labelled rows seen.</summary>
    public long Labelled { get; private set; }

    /// <summary>Labelled rows that could not be scored: an output was missing, the label was of the wrong kind, or the metric threw.</summary>
    public long Unscored { get; private set; }

    /// <summary>Metrics that threw on the newest row, and how often each has.</summary>
    internal List<MetricFault> Thrown { get; } = [];

    /// <summary>The newest judgement.</summary>
    public QualityReport? Latest { get; private set; }

    /// <summary>Takes a labelled row.</summary>
    /// <returns>A report after every <see cref="QualityOptions.Every"/> labelled rows, otherwise null.</returns>
    public QualityReport? Observe(Row outputs, Value label, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        if (_metrics.Length == 0 && QualityMetric.For(outputs.Schema) is { } suited)
        {
            _metrics = [suited];
            _windows = [new LossWindow(_options.Window)];
        }

        Thrown.Clear();
        Labelled++;
        Score(outputs, label);
        if (Labelled % _options.Every != 0 || _metrics.Length == 0 || _scored == 0)
        {
            return null;
        }

        return Latest = Judge(at);
    }

    private void Score(Row outputs, Value label)
    {
        for (int i = 0; i < _metrics.Length; i++)
        {
            double? loss = LossOf(_metrics[i], outputs, label);
            if (loss is not { } known || !double.IsFinite(known))
            {
                Unscored += i == 0 ? 1 : 0;
                continue;
            }

            _windows[i].Add(known);
            if (i == 0)
            {
                _scored++;
                _sum += known;
                Gather(known);
            }
        }

        Unscored += _metrics.Length == 0 ? 1 : 0;
    }

    // The first rows are the baseline; they leave the window, so that no row is compared with itself.
    private void Gather(double loss)
    {
        if (Baseline is not null)
        {
            return;
        }

        _first.Add(loss);
        if (_first.Count == _options.BaselineRows)
        {
            Baseline = QualityBaseline.FromLosses(_first.ToArray(), _options.CorrectDependence);
            _dependence.Add(_first.Count / Baseline.Rows);
            _learnedAt = _scored;
            _first.Clear();
            _windows[0] = new LossWindow(_options.Window);
        }
    }

    private QualityReport? Judge(DateTimeOffset at)
    {
        double[] losses = _windows[0].ToArray();
        if (losses.Length == 0)
        {
            return Latest;
        }

        var (loss, deviation) = LossWindow.Describe(losses);
        double inflation = _options.CorrectDependence ? VarianceInflation.OfMean(losses) : 1;
        double rows = losses.Length / _dependence.Of(inflation);
        bool judged = Baseline is not null && losses.Length >= _options.MinimumRows;
        double pValue = judged ? LossTest.PValue(Baseline!, loss, deviation, rows, Array.TrueForAll(losses, l => l is 0 or 1)) : 1;
        bool degraded = judged && pValue < _options.Threshold && loss > Baseline!.Loss * (1 + _options.MinimumRise);
        if (!degraded && _scored - _learnedAt >= _options.Window && losses.Length == _options.Window)
        {
            _dependence.Add(inflation);
            _learnedAt = _scored;
        }

        return new QualityReport
        {
            Metric = _metrics[0].Name,
            Value = Figure(_metrics[0], loss),
            Baseline = Baseline is null ? double.NaN : Figure(_metrics[0], Baseline.Loss),
            Loss = loss,
            BaselineLoss = Baseline?.Loss ?? double.NaN,
            PValue = pValue,
            Threshold = _options.Threshold,
            Rows = losses.Length,
            EffectiveRows = rows,
            Degraded = degraded,
            Labelled = Labelled,
            Unscored = Unscored,
            Overall = Figure(_metrics[0], _sum / _scored),
            Metrics = [.. _metrics.Zip(_windows, Describe)],
            Remarks = [.. _throws.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"The metric '{t.Key}' threw {t.Value.Times} times, the newest {t.Value.Newest}")],
            At = at,
        };
    }

    private MetricValue Describe(QualityMetric metric, LossWindow window) =>
        new(metric.Name, window.Count == 0 ? double.NaN : Figure(metric, window.ToArray().Average()), window.Count);

    // A host's metric may throw: that keeps neither the other metrics nor whoever watches beside this one from the row.
    private double? LossOf(QualityMetric metric, Row outputs, Value label)
    {
        try
        {
            return metric.Loss(outputs, label);
        }
        catch (Exception e)
        {
            Note(metric, e);
            return null;
        }
    }

    private double Figure(QualityMetric metric, double loss)
    {
        try
        {
            return metric.Report(loss);
        }
        catch (Exception e)
        {
            Note(metric, e);
            return double.NaN;
        }
    }

    private void Note(QualityMetric metric, Exception e)
    {
        long times = _throws.GetValueOrDefault(metric.Name).Times + 1;
        _throws[metric.Name] = (times, $"{e.GetType().Name}: {e.Message}");
        Thrown.Add(new(metric.Name, times, e));
    }
}
