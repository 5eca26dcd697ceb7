using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Multilabel;

/// <summary>Precision, recall and F1 of each label, and intervals of any metric of label sets.</summary>
public static class MultilabelScores
{
    /// <summary>The scores of matrices, one a label.</summary>
    /// <exception cref="ArgumentException">Sizes differ, there is no row, or a weight is negative; the message names the first index.</exception>
    public static IReadOnlyList<ClassScore> PerLabel(LabelMatrix truth, LabelMatrix predicted, ZeroDivision zeroDivision = ZeroDivision.Undefined, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        Guard.Columns(truth.Rows, predicted.Rows, nameof(predicted), weights);
        var metric = new MultilabelFScore();
        metric.AddBatch(truth, predicted, weights);
        double fallback = zeroDivision switch { ZeroDivision.Zero => 0, ZeroDivision.One => 1, _ => double.NaN };
        double Or(double value) => double.IsNaN(value) ? fallback : value;
        return [.. metric.PerLabel.Select((c, k) => new ClassScore(k, Or(c.Precision), Or(c.Recall), Or(c.F()), c.TruePositives + c.FalseNegatives, c.TruePositives + c.FalsePositives))];
    }

    /// <summary>A score with its bootstrap interval over rows. Resamples on which the metric is undefined are left out; when fewer than half are left the interval is NaN.</summary>
    /// <param name="truth">Which labels the rows have.</param>
    /// <param name="predicted">Which were predicted.</param>
    /// <param name="metric">Makes the metric, fresh each time.</param>
    /// <param name="confidence">Confidence of both sides together.</param>
    /// <param name="options">How to resample; its confidence is not used.</param>
    /// <exception cref="ArgumentException">Sizes differ, or there is no row.</exception>
    public static Score Bootstrapped(LabelMatrix truth, LabelMatrix predicted, Func<LabelSetMetric> metric, double confidence = 0.95, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(metric);
        Guard.Columns(truth.Rows, predicted.Rows, nameof(predicted), default);
        LabelSetMetric whole = metric();
        whole.AddBatch(truth, predicted);
        BootstrapOptions used = (options ?? new BootstrapOptions { Resamples = 1000 }) with { Confidence = confidence };
        BootstrapResult result = Bootstrap.Percentile(
            truth.Rows,
            rows =>
            {
                LabelSetMetric drawn = metric();
                foreach (int row in rows)
                {
                    drawn.Add(truth[row], predicted[row]);
                }

                return drawn.Result(confidence).Value;
            },
            used);
        return whole.Result(confidence) with { Interval = result.IsMostlyUndefined ? null : result.Interval };
    }
}
