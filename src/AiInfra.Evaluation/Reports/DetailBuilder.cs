using AiInfra.Evaluation.Calibration;
using AiInfra.Evaluation.Curves;
using AiInfra.Evaluation.Metrics;
using AiInfra.Evaluation.Predictions;

namespace AiInfra.Evaluation.Reports;

/// <summary>Works out what a report shows beside its metrics.</summary>
internal static class DetailBuilder
{
    private const int CurvePoints = 200;
    private const int SamplePoints = 400;
    private const int Bins = 30;
    private static readonly double[] Levels = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];

    public static ClassificationDetail Classification(PredictionSet set, ClassLabels classes)
    {
        var confusion = new ConfusionMatrix(classes.Count);
        for (int i = 0; i < set.Count; i++)
        {
            confusion.Add(set.Labels[i], set.Predicted[i], set[i].Weight);
        }

        var detail = new ClassificationDetail { Labels = classes.Names, Confusion = confusion.ToRows(), Classes = ClassScore.Of(confusion) };
        if (!set.HasProbabilities)
        {
            return detail;
        }

        if (classes.Count > 2)
        {
            bool[] right = [.. Enumerable.Range(0, set.Count).Select(i => set.Labels[i] == set.Predicted[i])];
            double[] top = [.. Enumerable.Range(0, set.Count).Select(i => set[i].Probabilities[set.Predicted[i]])];
            return detail with { Reliability = ReliabilityCurve.Of(right, top) };
        }

        bool[] truth = [.. Enumerable.Range(0, set.Count).Select(i => set.Labels[i] == 1)];
        double[] scores = [.. Enumerable.Range(0, set.Count).Select(i => set[i].Probabilities[1])];
        double[] weights = set.IsWeighted ? [.. Enumerable.Range(0, set.Count).Select(i => set[i].Weight)] : [];
        bool both = truth.Contains(true) && truth.Contains(false);
        return detail with
        {
            Roc = both ? Thin(RocCurve.Of(truth, scores, weights)) : [],
            PrecisionRecall = both ? Thin(PrecisionRecallCurve.Of(truth, scores, weights)) : [],
            Reliability = ReliabilityCurve.Of(truth, scores),
        };
    }

    public static RegressionDetail Regression(PredictionSet set)
    {
        double[] residuals = [.. Enumerable.Range(0, set.Count).Select(i => set.Values[i] - set.Truth[i])];
        double mean = residuals.Average();
        Array.Sort(residuals);

        // The histogram spans the middle 98 %, so that one outlier does not hide the shape.
        double low = Quantile(residuals, 0.01), high = Quantile(residuals, 0.99);
        (low, high) = high > low ? (low, high) : (low - 0.5, high + 0.5);
        var counts = new int[Bins];
        foreach (double residual in residuals)
        {
            counts[(int)Math.Clamp((residual - low) / (high - low) * Bins, 0, Bins - 1)]++;
        }

        int step = Math.Max(1, (set.Count + SamplePoints - 1) / SamplePoints);
        return new()
        {
            MeanResidual = mean,
            Quantiles = [.. Levels.Select(l => Quantile(residuals, l))],
            HistogramEdges = [.. Enumerable.Range(0, Bins + 1).Select(i => low + ((high - low) * i / Bins))],
            HistogramCounts = counts,
            Sample = [.. Enumerable.Range(0, set.Count).Where(i => i % step == 0).Select(i => new[] { set.Truth[i], set.Values[i] })],
        };
    }

    private static IReadOnlyList<CurvePoint> Thin(IReadOnlyList<CurvePoint> curve) => curve.Count <= CurvePoints
        ? curve
        : [.. Enumerable.Range(0, CurvePoints).Select(i => curve[(int)((long)i * (curve.Count - 1) / (CurvePoints - 1))])];

    private static double Quantile(double[] sorted, double probability)
    {
        double at = probability * (sorted.Length - 1);
        int below = (int)at;
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below]));
    }
}
