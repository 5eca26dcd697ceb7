using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Calibration;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Curves;

namespace AiInfra.Evaluation.Reports;

/// <summary>Works out what a report shows beside its metrics.</summary>
internal static class ReportDetails
{
    private const int CurvePoints = 200;
    private const int SamplePoints = 400;
    private const int Bins = 30;
    private const int ByPredictionBins = 10;
    private const int InOrderBins = 20;
    private const int Edges = 10;
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
        var ranked = RankedScores.Of(truth, scores, weights);
        bool both = ranked.HasBothClasses;
        return detail with
        {
            Roc = both ? Thin(RocCurve.Of(ranked)) : [],
            PrecisionRecall = both ? Thin(PrecisionRecallCurve.Of(ranked)) : [],
            Reliability = ReliabilityCurve.Of(truth, scores),
            Thresholds = both ? Thresholds(ranked) : [],
            Brier = BrierDecomposition.Of(truth, scores, Edges, weights),
        };
    }

    private static IReadOnlyList<ReportedThreshold> Thresholds(RankedScores ranked) =>
    [
        new("an even chance", Half(ranked)),
        new("best F1", DecisionThreshold.BestF(ranked)),
        new("best recall + specificity", DecisionThreshold.BestInformedness(ranked)),
        new("precision 0.9 or more", DecisionThreshold.AtPrecision(ranked, 0.9)),
        new("recall 0.9 or more", DecisionThreshold.AtRecall(ranked, 0.9)),
        new("false positive rate 0.05 or less", DecisionThreshold.AtFalsePositiveRate(ranked, 0.05)),
    ];

    private static ThresholdChoice Half(RankedScores ranked)
    {
        double positives = 0, negatives = 0;
        foreach (RankedGroup group in ranked)
        {
            positives += group.Score >= 0.5 ? group.Positive : 0;
            negatives += group.Score >= 0.5 ? group.Negative : 0;
        }

        var counts = new BinaryCounts(positives, negatives, Math.Max(0, ranked.PositiveWeight - positives), Math.Max(0, ranked.NegativeWeight - negatives));
        return new(0.5, counts, new Score("f1", counts.F(), ranked.Count, MetricSignature.Of("threshold", "f1|at:0.5")) { HigherIsBetter = true });
    }

    public static RegressionDetail Regression(PredictionSet set)
    {
        double[] residuals = [.. Enumerable.Range(0, set.Count).Select(i => set.Values[i] - set.Truth[i])];
        double mean = residuals.Average();
        int[] rows = [.. Enumerable.Range(0, set.Count)], byPrediction = [.. rows.OrderBy(i => set.Values[i])];
        IReadOnlyList<ResidualBin> overPrediction = Binned(set, byPrediction, ByPredictionBins, i => set.Values[i]), inOrder = Binned(set, rows, InOrderBins, i => i);
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
            ByPrediction = overPrediction,
            InOrder = inOrder,
            Sample = [.. Enumerable.Range(0, set.Count).Where(i => i % step == 0).Select(i => new[] { set.Truth[i], set.Values[i] })],
        };
    }

    // As many rows in each bin, ten or more of them: fewer say nothing of a mean.
    private static IReadOnlyList<ResidualBin> Binned(PredictionSet set, int[] order, int most, Func<int, double> at)
    {
        int bins = Math.Clamp(order.Length / 10, 1, most);
        return [.. Enumerable.Range(0, bins).Select(b =>
        {
            int from = (int)((long)b * order.Length / bins), to = (int)((long)(b + 1) * order.Length / bins);
            int[] rows = order[from..to];
            double[] residuals = [.. rows.Select(i => set.Values[i] - set.Truth[i]).Order()];
            return new ResidualBin(rows.Average(at), residuals.Average(), Quantile(residuals, 0.25), Quantile(residuals, 0.75), rows.Length);
        })];
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
