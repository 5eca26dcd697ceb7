using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>Intervals of any metric.</summary>
public static class Intervals
{
    /// <summary>The bootstrap interval of a metric on a model's predictions. Resamples on which the metric is undefined are left out; when fewer than half are left the interval is NaN.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="confidence">Confidence of both sides together.</param>
    /// <param name="options">How to resample; its confidence is not used.</param>
    public static ConfidenceInterval Bootstrapped(PredictionSet predictions, IMetric metric, double confidence = 0.95, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        BootstrapOptions used = (options ?? new BootstrapOptions { Resamples = 1000 }) with { Confidence = confidence };
        BootstrapResult result = CountedMetric.Bootstrapped(predictions, metric, used);
        return result.IsMostlyUndefined ? new(double.NaN, double.NaN, confidence) : result.Interval;
    }
}
