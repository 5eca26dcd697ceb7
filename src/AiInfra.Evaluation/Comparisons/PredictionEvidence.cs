using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>Predictions as evidence of a metric of rows: the comparison chooses its test by the metric (McNemar, DeLong, losses by row), which says more than resampling.</summary>
internal sealed class PredictionEvidence : Evidence
{
    public PredictionEvidence(PredictionSet predictions, IMetric metric)
        : base("rows", [.. Enumerable.Repeat(double.NaN, predictions.Count)])
    {
        (Predictions, Metric) = (predictions, metric);
        int[] all = [.. Enumerable.Range(0, predictions.Count)];
        Counted = CountedMetric.For(predictions, metric, all);
        Resampled = Counted is null ? rows => predictions.Score(metric, rows).Value : null;
    }

    public PredictionSet Predictions { get; }

    public IMetric Metric { get; }

    /// <summary>None of an extreme, which resampling cannot exceed.</summary>
    public override ConfidenceInterval? Interval(double confidence, BootstrapOptions? bootstrap = null) => Metric.CanBeResampled ? base.Interval(confidence, bootstrap) : null;
}
