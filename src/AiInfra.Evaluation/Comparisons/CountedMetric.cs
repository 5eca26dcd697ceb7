using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>A metric of resampled rows from how often each was drawn, where that is faster than adding the drawn rows one by one: areas under ROC, means of row losses, formulas over a confusion matrix.</summary>
internal static class CountedMetric
{
    /// <summary>The bootstrap of a metric on all rows of a set.</summary>
    public static BootstrapResult Bootstrapped(PredictionSet set, IMetric metric, BootstrapOptions options) =>
        Bootstrapped(set, metric, [.. Enumerable.Range(0, set.Count)], options);

    /// <summary>The bootstrap of a metric on chosen rows of a set.</summary>
    public static BootstrapResult Bootstrapped(PredictionSet set, IMetric metric, int[] rows, BootstrapOptions options)
    {
        if (For(set, metric, rows) is { } counted)
        {
            return Bootstrap.Counted(rows.Length, counted, options);
        }

        int[] drawn = [];
        return Bootstrap.Percentile(
            rows.Length,
            indices =>
            {
                drawn = drawn.Length < indices.Length ? new int[indices.Length] : drawn;
                for (int i = 0; i < indices.Length; i++)
                {
                    drawn[i] = rows[indices[i]];
                }

                return set.Score(metric, drawn.AsSpan(0, indices.Length)).Value;
            },
            options);
    }

    /// <summary>The metric as a statistic of counts of the chosen rows; null where it has no faster form.</summary>
    public static CountedStatistic? For(PredictionSet set, IMetric metric, int[] rows)
    {
        // Whether the metric fits the predictions is said here, in words.
        _ = set.Score(metric, rows.AsSpan(0, Math.Min(1, rows.Length)));
        return metric switch
        {
            RocAuc auc when !set.IsWeighted && set.Classes!.Count == 2 => Area(set, auc, rows),
            ValueMeanMetric or ProbabilityMeanMetric or Accuracy when ((IRowLoss)metric).IsMean => Mean(set, (IRowLoss)metric, rows),
            LabelMetric => OfLabels(set, metric, rows),
            _ => null,
        };
    }

    private static CountedStatistic Area(PredictionSet set, RocAuc auc, int[] rows)
    {
        int positive = auc.PositiveClass < 0 ? 1 : auc.PositiveClass;
        bool[] truth = Array.ConvertAll(rows, r => set.Labels[r] == positive);
        double[] scores = Array.ConvertAll(rows, r => set.Probabilities[(2 * r) + positive]);
        return new CountedAuc(truth, scores).Of;
    }

    private static CountedStatistic Mean(PredictionSet set, IRowLoss loss, int[] rows)
    {
        double[] weights = Array.ConvertAll(rows, r => set[r].Weight);
        double[] losses = Array.ConvertAll(rows, r => loss.Loss(set[r]));
        return counts =>
        {
            double sum = 0, total = 0;
            for (int i = 0; i < counts.Length; i++)
            {
                double weight = weights[i] * counts[i];
                // A row that was not drawn, or has no weight, counts for nothing even where its loss is infinite.
                sum += weight > 0 ? weight * losses[i] : 0;
                total += weight;
            }

            return loss.OfMean(total > 0 ? sum / total : double.NaN);
        };
    }

    // Rows with the same true and predicted class are one row with their weights' sum.
    private static CountedStatistic OfLabels(PredictionSet set, IMetric metric, int[] rows)
    {
        int classes = set.Classes!.Count;
        double[] weights = Array.ConvertAll(rows, r => set[r].Weight);
        int[] cells = Array.ConvertAll(rows, r => (set.Labels[r] * classes) + set.Predicted[r]);
        var sums = new double[classes * classes];
        return counts =>
        {
            Array.Clear(sums);
            for (int i = 0; i < counts.Length; i++)
            {
                sums[cells[i]] += weights[i] * counts[i];
            }

            IMetric fresh = metric.New();
            for (int cell = 0; cell < sums.Length; cell++)
            {
                if (sums[cell] > 0)
                {
                    fresh.Add(new Outcome { Label = cell / classes, Predicted = cell % classes, Weight = sums[cell] });
                }
            }

            return fresh.Result().Value;
        };
    }
}
