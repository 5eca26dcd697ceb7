using System.Text.Json;
using AiInfra.Evaluation.Calibration;
using AiInfra.Evaluation.Curves;
using AiInfra.Evaluation.Metrics;

namespace AiInfra.Conformance;

internal static class ClassificationCalls
{
    public static Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["accuracy"] = c => OfLabels(c, (t, p) => Accuracy.Of(t, p)),
        ["balancedAccuracy"] = c => OfLabels(c, (t, p) => BalancedAccuracy.Of(t, p)),
        ["matthewsCorrelation"] = c => OfLabels(c, (t, p) => MatthewsCorrelation.Of(t, p)),
        ["cohenKappa"] = CohenKappaOf,
        ["confusionMatrix"] = ConfusionOf,
        ["precision"] = c => OfLabels(c, (t, p) => Precision.Of(t, p, AverageOf(c), ZeroOf(c))),
        ["recall"] = c => OfLabels(c, (t, p) => Recall.Of(t, p, AverageOf(c), ZeroOf(c))),
        ["f1"] = c => OfLabels(c, (t, p) => FScore.Of(t, p, AverageOf(c), ZeroOf(c))),
        ["perClass"] = PerClassOf,
        ["rocAuc"] = c => RocAuc.Of(c.Flags("yTrue"), c.Numbers("score")).Value,
        ["averagePrecision"] = c => AveragePrecision.Of(c.Flags("yTrue"), c.Numbers("score")).Value,
        ["logLoss"] = c => LogLoss.Of(c.Flags("yTrue"), c.Numbers("score")).Value,
        ["brier"] = c => BrierScore.Of(c.Flags("yTrue"), c.Numbers("score")).Value,
        ["rocCurve"] = RocCurveOf,
        ["logLossMulticlass"] = c => OfProbabilities(c, (t, p, k) => LogLoss.Of(t, p, k)),
        ["rocAucOvrMacro"] = c => OfProbabilities(c, (t, p, k) => MulticlassRocAuc.Of(t, p, k, AucDecomposition.OneVersusRest)),
        ["rocAucOvoMacro"] = c => OfProbabilities(c, (t, p, k) => MulticlassRocAuc.Of(t, p, k, AucDecomposition.OneVersusOne)),
        ["topKAccuracy"] = c => OfProbabilities(c, (t, p, k) => TopKAccuracy.Of(t, p, k, (int)(c.Param("k") ?? 2))),
        ["reliabilityCurve"] = ReliabilityOf,
    };

    private static double OfLabels(ReferenceCase c, Func<int[], int[], Score> metric)
    {
        int[][] labels = c.Labels(out _, "yTrue", "yPred");
        return metric(labels[0], labels[1]).Value;
    }

    private static double OfProbabilities(ReferenceCase c, Func<int[], double[], int, Score> metric)
    {
        double[][] rows = c.Matrix("probabilities");
        int[] truth = [.. c.Numbers("yTrue").Select(t => (int)t)];
        return metric(truth, [.. rows.SelectMany(r => r)], rows[0].Length).Value;
    }

    private static object CohenKappaOf(ReferenceCase c)
    {
        bool raters = c.Inputs.TryGetProperty("raterA", out _);
        int[][] labels = raters ? c.Labels(out _, "raterA", "raterB") : c.Labels(out _, "yTrue", "yPred");
        KappaWeights weights = c.Text("weights") switch { "linear" => KappaWeights.Linear, "quadratic" => KappaWeights.Quadratic, _ => KappaWeights.None };
        return CohenKappa.Of(labels[0], labels[1], disagreement: weights).Value;
    }

    private static object ConfusionOf(ReferenceCase c)
    {
        int[][] labels = c.Labels(out int classes, "yTrue", "yPred");
        return ConfusionMatrix.Of(labels[0], labels[1], classes).ToRows();
    }

    private static object PerClassOf(ReferenceCase c)
    {
        int[][] labels = c.Labels(out int classes, "yTrue", "yPred");
        IReadOnlyList<ClassScore> scores = ClassScore.Of(ConfusionMatrix.Of(labels[0], labels[1], classes), ZeroOf(c));
        return new Dictionary<string, object>
        {
            ["precision"] = scores.Select(s => s.Precision).ToArray(),
            ["recall"] = scores.Select(s => s.Recall).ToArray(),
            ["f1"] = scores.Select(s => s.F1).ToArray(),
            ["support"] = scores.Select(s => s.Support).ToArray(),
        };
    }

    private static object RocCurveOf(ReferenceCase c)
    {
        IReadOnlyList<CurvePoint> curve = RocCurve.Of(c.Flags("yTrue"), c.Numbers("score"));
        return new Dictionary<string, object> { ["fpr"] = curve.Select(p => p.X).ToArray(), ["tpr"] = curve.Select(p => p.Y).ToArray(), ["thresholds"] = Thresholds(c, curve) };
    }

    // The point above all scores has no finite threshold; files leave it out.
    private static double[] Thresholds(ReferenceCase c, IReadOnlyList<CurvePoint> curve)
    {
        bool all = c.Expected.TryGetProperty("thresholds", out JsonElement expected) && expected.GetArrayLength() == curve.Count;
        return [.. curve.Skip(all ? 0 : 1).Select(p => p.Threshold)];
    }

    private static object ReliabilityOf(ReferenceCase c)
    {
        BinStrategy strategy = c.Text("strategy") == "quantile" ? BinStrategy.Quantile : BinStrategy.Uniform;
        IReadOnlyList<ReliabilityBin> curve = ReliabilityCurve.Of(c.Flags("yTrue"), c.Numbers("score"), (int)(c.Param("bins") ?? 10), strategy);
        return new Dictionary<string, object>
        {
            ["fractionPositive"] = curve.Select(b => b.FractionPositive).ToArray(),
            ["meanPredicted"] = curve.Select(b => b.MeanPredicted).ToArray(),
        };
    }

    private static Average AverageOf(ReferenceCase c) => c.Text("average") switch
    {
        "micro" => Average.Micro,
        "weighted" => Average.Weighted,
        "macro" => Average.Macro,
        "binary" => Average.Positive,
        string other => throw new FormatException($"the average '{other}' is not known"),
        null => Average.Macro,
    };

    private static ZeroDivision ZeroOf(ReferenceCase c) => c.Param("zeroDivision") switch { 1 => ZeroDivision.One, double.NaN => ZeroDivision.Undefined, _ => ZeroDivision.Zero };
}
