using System.Text.Json;
using AiInfra.Evaluation.Calibration;
using AiInfra.Evaluation.Curves;
using AiInfra.Evaluation.Metrics;
using AiInfra.Evaluation.Multilabel;

namespace AiInfra.Conformance;

internal static class ClassificationCalls
{
    public static Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["accuracy"] = c => OfLabels(c, (t, p, w) => Accuracy.Of(t, p, weights: w)),
        ["balancedAccuracy"] = c => OfLabels(c, (t, p, w) => BalancedAccuracy.Of(t, p, weights: w, adjusted: c.Flag("adjusted", false))),
        ["matthewsCorrelation"] = c => OfLabels(c, (t, p, w) => MatthewsCorrelation.Of(t, p, weights: w)),
        ["cohenKappa"] = CohenKappaOf,
        ["confusionMatrix"] = ConfusionOf,
        ["precision"] = c => OfRatio(c, (a, z, k) => new Precision(a, z, k)),
        ["recall"] = c => OfRatio(c, (a, z, k) => new Recall(a, z, k)),
        ["f1"] = c => OfRatio(c, (a, z, k) => new FScore(a, z, k)),
        ["fbeta"] = c => OfRatio(c, (a, z, k) => new FScore(a, z, k, beta: c.Param("beta") ?? 1)),
        ["jaccard"] = c => OfRatio(c, (a, z, k) => new JaccardIndex(a, z, k)),
        ["specificity"] = c => OfRatio(c, (a, z, k) => new Specificity(a, z, k)),
        ["negativePredictiveValue"] = c => OfRatio(c, (a, z, k) => new NegativePredictiveValue(a, z, k)),
        ["perClass"] = PerClassOf,
        ["rocAuc"] = c => RocAuc.Of(c.Flags("yTrue"), c.Numbers("score"), WeightsOf(c)).Value,
        ["averagePrecision"] = c => AveragePrecision.Of(c.Flags("yTrue"), c.Numbers("score"), WeightsOf(c)).Value,
        ["logLoss"] = c => LogLoss.Of(c.Flags("yTrue"), c.Numbers("score"), WeightsOf(c)).Value,
        ["brier"] = c => BrierScore.Of(c.Flags("yTrue"), c.Numbers("score"), WeightsOf(c)).Value,
        ["rocCurve"] = RocCurveOf,
        ["precisionRecallCurve"] = PrecisionRecallCurveOf,
        ["detCurve"] = DetectionErrorCurveOf,
        ["logLossMulticlass"] = c => OfProbabilities(c, (t, p, k, w) => LogLoss.Of(t, p, k, w)),
        ["brierMulticlass"] = c => OfProbabilities(c, (t, p, k, w) => BrierScore.Of(t, p, k, w)),
        ["rocAucOvrMacro"] = c => OfProbabilities(c, (t, p, k, w) => MulticlassRocAuc.Of(t, p, k, AucDecomposition.OneVersusRest, w)),
        ["rocAucOvoMacro"] = c => OfProbabilities(c, (t, p, k, w) => MulticlassRocAuc.Of(t, p, k, AucDecomposition.OneVersusOne, w)),
        ["rocAucOvrWeighted"] = c => OfProbabilities(c, (t, p, k, w) => MulticlassRocAuc.Of(t, p, k, AucDecomposition.OneVersusRest, w, Average.Weighted)),
        ["rocAucOvoWeighted"] = c => OfProbabilities(c, (t, p, k, w) => MulticlassRocAuc.Of(t, p, k, AucDecomposition.OneVersusOne, w, Average.Weighted)),
        ["rocAucOvrMicro"] = c => OfProbabilities(c, (t, p, k, w) => MulticlassRocAuc.Of(t, p, k, AucDecomposition.OneVersusRest, w, Average.Micro)),
        ["topKAccuracy"] = c => OfProbabilities(c, (t, p, k, w) => TopKAccuracy.Of(t, p, k, (int)(c.Param("k") ?? 2), w)),
        ["reliabilityCurve"] = ReliabilityOf,
        ["subsetAccuracy"] = c => SubsetAccuracy.Of(LabelsOf(c, "yTrue"), LabelsOf(c, "yPred"), WeightsOf(c)).Value,
        ["hammingLoss"] = c => HammingLoss.Of(LabelsOf(c, "yTrue"), LabelsOf(c, "yPred"), WeightsOf(c)).Value,
        ["coverageError"] = c => CoverageError.Of(LabelsOf(c, "yTrue"), [.. c.Matrix("score").SelectMany(r => r)], WeightsOf(c)).Value,
        ["labelRankingLoss"] = c => LabelRankingLoss.Of(LabelsOf(c, "yTrue"), [.. c.Matrix("score").SelectMany(r => r)], WeightsOf(c)).Value,
    };

    // Weights are rarely in a file.
    private static double[] WeightsOf(ReferenceCase c) => c.Inputs.TryGetProperty("sampleWeight", out _) ? c.Numbers("sampleWeight") : [];

    private static LabelMatrix LabelsOf(ReferenceCase c, string input)
    {
        double[][] rows = c.Matrix(input);
        return new([.. rows.SelectMany(r => r.Select(v => v != 0))], rows[0].Length);
    }

    private static double OfLabels(ReferenceCase c, Func<int[], int[], double[], Score> metric)
    {
        int[][] labels = c.Labels(out _, "yTrue", "yPred");
        return metric(labels[0], labels[1], WeightsOf(c)).Value;
    }

    // Of several labels a row where the files give rows of marks, else of one. The positive class is 1, the second of two.
    private static double OfRatio(ReferenceCase c, Func<Average, ZeroDivision, int, ClassRatioMetric> make)
    {
        if (c.Inputs.GetProperty("yTrue").EnumerateArray().FirstOrDefault().ValueKind == JsonValueKind.Array)
        {
            LabelMatrix truth = LabelsOf(c, "yTrue"), predicted = LabelsOf(c, "yPred");
            return (c.Metric switch
            {
                "precision" => MultilabelPrecision.Of(truth, predicted, AverageOf(c), ZeroOf(c), WeightsOf(c)),
                "recall" => MultilabelRecall.Of(truth, predicted, AverageOf(c), ZeroOf(c), WeightsOf(c)),
                "jaccard" => MultilabelJaccard.Of(truth, predicted, AverageOf(c), ZeroOf(c), WeightsOf(c)),
                "f1" or "fbeta" => MultilabelFScore.Of(truth, predicted, AverageOf(c), ZeroOf(c), WeightsOf(c), c.Param("beta") ?? 1),
                _ => throw new FormatException($"{c.Metric} of several labels a row is not known"),
            }).Value;
        }

        int[][] labels = c.Labels(out int classes, "yTrue", "yPred");
        int positive = classes == 1 && c.Texts("yTrue")[0] == "1" ? 0 : 1;
        ClassRatioMetric metric = make(AverageOf(c), ZeroOf(c), positive);
        metric.AddBatch(labels[0], labels[1], WeightsOf(c));
        return metric.Result().Value;
    }

    private static double OfProbabilities(ReferenceCase c, Func<int[], double[], int, double[], Score> metric)
    {
        double[][] rows = c.Matrix("probabilities");
        int[] truth = [.. c.Numbers("yTrue").Select(t => (int)t)];
        return metric(truth, [.. rows.SelectMany(r => r)], rows[0].Length, WeightsOf(c)).Value;
    }

    private static object CohenKappaOf(ReferenceCase c)
    {
        bool raters = c.Inputs.TryGetProperty("raterA", out _);
        int[][] labels = raters ? c.Labels(out _, "raterA", "raterB") : c.Labels(out _, "yTrue", "yPred");
        KappaWeights weights = c.Text("weights") switch { "linear" => KappaWeights.Linear, "quadratic" => KappaWeights.Quadratic, _ => KappaWeights.None };
        return CohenKappa.Of(labels[0], labels[1], disagreement: weights, weights: WeightsOf(c)).Value;
    }

    // The classes of the file first, in its order, then others that occur.
    private static (int[] Truth, int[] Predicted, int Classes, int Asked) Declared(ReferenceCase c)
    {
        var names = new List<string>();
        bool declared = c.Params.ValueKind == JsonValueKind.Object && c.Params.TryGetProperty("labels", out JsonElement given) && given.ValueKind == JsonValueKind.Array;
        if (declared)
        {
            names.AddRange(c.Params.GetProperty("labels").EnumerateArray().Select(e => e.ToString()));
        }

        int[][] union = c.Labels(out int found, "yTrue", "yPred");
        int asked = declared ? names.Count : found;
        int[] Column(string input, int[] otherwise) => declared ? [.. c.Texts(input).Select(t => Index(names, t))] : otherwise;
        int[] truth = Column("yTrue", union[0]), predicted = Column("yPred", union[1]);
        return (truth, predicted, declared ? names.Count : found, asked);
    }

    private static int Index(List<string> names, string name)
    {
        int at = names.IndexOf(name);
        if (at < 0)
        {
            names.Add(name);
            at = names.Count - 1;
        }

        return at;
    }

    private static object ConfusionOf(ReferenceCase c)
    {
        (int[] truth, int[] predicted, int classes, int asked) = Declared(c);
        return ConfusionMatrix.Of(truth, predicted, classes, WeightsOf(c)).ToRows().Take(asked).Select(r => r[..asked]).ToArray();
    }

    private static object PerClassOf(ReferenceCase c)
    {
        (int[] truth, int[] predicted, int classes, int asked) = Declared(c);
        ClassScore[] scores = [.. ClassScore.Of(ConfusionMatrix.Of(truth, predicted, classes, WeightsOf(c)), ZeroOf(c)).Take(asked)];
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
        IReadOnlyList<CurvePoint> curve = RocCurve.Of(c.Flags("yTrue"), c.Numbers("score"), WeightsOf(c), c.Flag("dropIntermediate", false));
        return new Dictionary<string, object> { ["fpr"] = curve.Select(p => p.X).ToArray(), ["tpr"] = curve.Select(p => p.Y).ToArray(), ["thresholds"] = Thresholds(c, curve) };
    }

    // The point above all scores has no finite threshold; files leave it out.
    private static double[] Thresholds(ReferenceCase c, IReadOnlyList<CurvePoint> curve)
    {
        bool all = c.Expected.TryGetProperty("thresholds", out JsonElement expected) && expected.GetArrayLength() == curve.Count;
        return [.. curve.Skip(all ? 0 : 1).Select(p => p.Threshold)];
    }

    // Files have these two from the lowest threshold up.
    private static object PrecisionRecallCurveOf(ReferenceCase c)
    {
        CurvePoint[] curve = [.. PrecisionRecallCurve.Of(c.Flags("yTrue"), c.Numbers("score"), WeightsOf(c)).Reverse()];
        return new Dictionary<string, object> { ["precision"] = curve.Select(p => p.Y).ToArray(), ["recall"] = curve.Select(p => p.X).ToArray(), ["thresholds"] = curve.SkipLast(1).Select(p => p.Threshold).ToArray() };
    }

    private static object DetectionErrorCurveOf(ReferenceCase c)
    {
        CurvePoint[] curve = [.. DetectionErrorCurve.Of(c.Flags("yTrue"), c.Numbers("score"), WeightsOf(c)).Reverse()];
        return new Dictionary<string, object> { ["fpr"] = curve.Select(p => p.X).ToArray(), ["fnr"] = curve.Select(p => p.Y).ToArray(), ["thresholds"] = curve.Select(p => p.Threshold).ToArray() };
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
        "samples" => Average.Samples,
        string other => throw new FormatException($"the average '{other}' is not known"),
        null => Average.Macro,
    };

    private static ZeroDivision ZeroOf(ReferenceCase c) => c.Text("zeroDivision") switch { "1" or "1.0" => ZeroDivision.One, "NaN" or "nan" => ZeroDivision.Undefined, _ => ZeroDivision.Zero };
}
