using System.Text.Json;
using AiInfra.Evaluation.Calibration;
using AiInfra.Metrics.Calibration;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Curves;

namespace AiInfra.Conformance;

/// <summary>Metrics of scores for one positive class: areas, curves, thresholds, calibration.</summary>
internal sealed class ScoreCalls : IMetricCalls
{
    private static readonly string[] s_scores = ["score", "scores", "yScore", "probability", "probabilities", "yProb"];

    public Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["rocAuc"] = RocAucOf,
        ["averagePrecision"] = c => IsMultilabel(c) ? MultilabelCalls.OfScores(c, AreaOfPrecision) : AreaOfPrecision(Truth(c), Scores(c), c.Weights()),
        ["logLoss"] = c => c.IsMatrix(s_scores) ? ProbabilityCalls.Of(c, (t, p, k, w) => LogLoss.Of(t, p, k, w)) : LogLoss.Of(Truth(c), Scores(c), c.Weights()).Value,
        ["brier"] = c => c.IsMatrix(s_scores) ? ProbabilityCalls.Of(c, (t, p, k, w) => BrierScore.Of(t, p, k, w)) : BrierScore.Of(Truth(c), Scores(c), c.Weights()).Value,
        ["rocCurve"] = RocCurveOf,
        ["precisionRecallCurve"] = PrecisionRecallCurveOf,
        ["detCurve"] = DetectionErrorCurveOf,
        ["gainCurve"] = c => Points(GainCurve.Of(Truth(c), Scores(c), c.Weights())),
        ["liftCurve"] = c => Points(LiftCurve.Of(Truth(c), Scores(c), c.Weights())),
        ["bestF1Threshold"] = c => Choice(DecisionThreshold.BestF(Ranked(c))),
        ["bestFbetaThreshold"] = c => Choice(DecisionThreshold.BestF(Ranked(c), c.Param("beta") ?? 1)),
        ["bestInformednessThreshold"] = c => Choice(DecisionThreshold.BestInformedness(Ranked(c))),
        ["leastCostThreshold"] = c => Choice(DecisionThreshold.LeastCost(Ranked(c), new(c.Param("falsePositive") ?? 1, c.Param("falseNegative") ?? 1, c.Param("truePositive") ?? 0, c.Param("trueNegative") ?? 0))),
        ["recallAtPrecision"] = c => Choice(DecisionThreshold.AtPrecision(Ranked(c), c.Param("precision") ?? 0.5)),
        ["precisionAtRecall"] = c => Choice(DecisionThreshold.AtRecall(Ranked(c), c.Param("recall") ?? 0.5)),
        ["recallAtFalsePositiveRate"] = c => Choice(DecisionThreshold.AtFalsePositiveRate(Ranked(c), c.Param("falsePositiveRate") ?? 0.1)),
        ["reliabilityCurve"] = ReliabilityOf,
        ["brierDecomposition"] = BrierPartsOf,
        ["plattScaling"] = PlattOf,
        ["isotonicRegression"] = IsotonicOf,
        ["temperatureScaling"] = c => c.IsMatrix(s_scores)
            ? ProbabilityCalls.Map(c, (t, p, k, w) => TemperatureCalibrator.Fit(t, p, k, w).Temperature)
            : TemperatureCalibrator.Fit(Truth(c), Scores(c), c.Weights()).Temperature,
        ["expectedCalibrationError"] = c => Error(c, (n, t, s) => new ExpectedCalibrationError(n, t, s)),
        ["ece"] = c => Error(c, (n, t, s) => new ExpectedCalibrationError(n, t, s)),
        ["adaptiveCalibrationError"] = c => Error(c, (n, t, _) => new ExpectedCalibrationError(n, t, BinStrategy.Quantile)),
        ["adaptiveEce"] = c => Error(c, (n, t, _) => new ExpectedCalibrationError(n, t, BinStrategy.Quantile)),
        ["maximumCalibrationError"] = c => Error(c, (n, t, s) => new MaximumCalibrationError(n, t, s)),
        ["mce"] = c => Error(c, (n, t, s) => new MaximumCalibrationError(n, t, s)),
        ["debiasedCalibrationError"] = c => Error(c, (n, t, s) => new DebiasedCalibrationError(n, t, s)),
    };

    private static bool IsMultilabel(ReferenceCase c) => c.IsMatrix("yTrue");

    private static bool[] Truth(ReferenceCase c) => c.Flags("yTrue");

    private static double[] Scores(ReferenceCase c) => c.Column(s_scores);

    private static RankedScores Ranked(ReferenceCase c) => RankedScores.Of(Truth(c), Scores(c), c.Weights());

    private static object RocAucOf(ReferenceCase c)
    {
        if (IsMultilabel(c))
        {
            return MultilabelCalls.OfScores(c, (t, s, w) => RocAuc.Of(t, s, w).Value);
        }

        if (c.IsMatrix(s_scores))
        {
            AucDecomposition how = c.Word("multiClass", "multi_class") == "ovo" ? AucDecomposition.OneVersusOne : AucDecomposition.OneVersusRest;
            Average average = c.Word("average") switch { "weighted" => Average.Weighted, "micro" => Average.Micro, _ => Average.Macro };
            return ProbabilityCalls.Of(c, (t, p, k, w) => MulticlassRocAuc.Of(t, p, k, how, w, average));
        }

        return c.Param("maxFpr", "max_fpr", "maxFalsePositiveRate") is { } most ? PartialRocAuc.Of(Ranked(c), most).Value : RocAuc.Of(Ranked(c)).Value;
    }

    // scikit-learn before 1.3 answers 0 where no row is positive; here it is NaN and counted.
    private static double AreaOfPrecision(bool[] truth, double[] scores, double[] weights) => AveragePrecision.Of(truth, scores, weights) is { IsDefined: true } area ? area.Value : 0;

    private static object RocCurveOf(ReferenceCase c)
    {
        IReadOnlyList<CurvePoint> curve = RocCurve.Of(Truth(c), Scores(c), c.Weights(), c.Flag("dropIntermediate", c.Flag("drop_intermediate", false)));
        return new Dictionary<string, object> { ["fpr"] = curve.Select(p => p.X).ToArray(), ["tpr"] = curve.Select(p => p.Y).ToArray(), ["thresholds"] = Thresholds(c, curve) };
    }

    // Nothing is called above all scores: infinity, which older files write as the highest score and one, or leave out.
    private static double[] Thresholds(ReferenceCase c, IReadOnlyList<CurvePoint> curve)
    {
        double[] all = [.. curve.Select(p => p.Threshold)];
        if (!c.Expected.TryGetProperty("thresholds", out JsonElement expected) || expected.GetArrayLength() != curve.Count)
        {
            return all[1..];
        }

        return expected[0].ValueKind == JsonValueKind.Number ? [all[1] + 1, .. all[1..]] : all;
    }

    // Files have these two from the lowest threshold up.
    private static object PrecisionRecallCurveOf(ReferenceCase c)
    {
        CurvePoint[] curve = [.. PrecisionRecallCurve.Of(Truth(c), Scores(c), c.Weights()).Reverse()];
        return new Dictionary<string, object>
        {
            ["precision"] = curve.Select(p => p.Y).ToArray(),
            // Without a positive row scikit-learn takes 1 at every threshold; here it is NaN.
            ["recall"] = curve.Select((p, i) => double.IsNaN(p.X) && i < curve.Length - 1 ? 1 : p.X).ToArray(),
            ["thresholds"] = curve.SkipLast(1).Select(p => p.Threshold).ToArray(),
        };
    }

    private static object DetectionErrorCurveOf(ReferenceCase c)
    {
        CurvePoint[] curve = [.. DetectionErrorCurve.Of(Truth(c), Scores(c), c.Weights()).Reverse()];
        return new Dictionary<string, object> { ["fpr"] = curve.Select(p => p.X).ToArray(), ["fnr"] = curve.Select(p => p.Y).ToArray(), ["thresholds"] = curve.Select(p => p.Threshold).ToArray() };
    }

    private static Dictionary<string, object> Points(IReadOnlyList<CurvePoint> curve) => new()
    {
        ["x"] = curve.Select(p => p.X).ToArray(),
        ["y"] = curve.Select(p => p.Y).ToArray(),
        ["thresholds"] = curve.Select(p => p.Threshold).ToArray(),
    };

    private static Dictionary<string, object> Choice(ThresholdChoice choice) => new()
    {
        ["threshold"] = choice.Threshold,
        ["value"] = choice.Score.Value,
        ["precision"] = choice.Precision,
        ["recall"] = choice.Recall,
        ["isMet"] = choice.IsMet,
    };

    private static object ReliabilityOf(ReferenceCase c)
    {
        IReadOnlyList<ReliabilityBin> curve = ReliabilityCurve.Of(Truth(c), Scores(c), Bins(c, 10), Strategy(c), c.Weights());
        return new Dictionary<string, object>
        {
            ["fractionPositive"] = curve.Select(b => b.FractionPositive).ToArray(),
            ["meanPredicted"] = curve.Select(b => b.MeanPredicted).ToArray(),
            ["count"] = curve.Select(b => b.Count).ToArray(),
        };
    }

    private static object BrierPartsOf(ReferenceCase c)
    {
        BrierDecomposition parts = BrierDecomposition.Of(Truth(c), Scores(c), Bins(c, 10), c.Weights());
        return new Dictionary<string, object>
        {
            ["brier"] = parts.Brier,
            ["reliability"] = parts.Reliability,
            ["resolution"] = parts.Resolution,
            ["uncertainty"] = parts.Uncertainty,
            ["withinVariance"] = parts.WithinVariance,
            ["withinCovariance"] = parts.WithinCovariance,
            ["skill"] = parts.Skill,
        };
    }

    private static object PlattOf(ReferenceCase c)
    {
        (double slope, double intercept) = PlattCalibrator.FitScores(Truth(c), Scores(c), c.Weights());
        return new Dictionary<string, object> { ["slope"] = slope, ["intercept"] = intercept };
    }

    private static object IsotonicOf(ReferenceCase c)
    {
        (double[] x, double[] fitted) = IsotonicRegression.Fit(c.Column("x", "score"), c.Column("y", "yTrue"), c.Weights());
        return new Dictionary<string, object> { ["x"] = x, ["fitted"] = fitted };
    }

    private static double Error(ReferenceCase c, Func<int, CalibrationTarget, BinStrategy, BinnedCalibrationMetric> make)
    {
        CalibrationTarget target = c.Word("of", "target") switch
        {
            null => c.IsMatrix(s_scores) ? CalibrationTarget.Top : CalibrationTarget.Positive,
            "top" or "confidence" => CalibrationTarget.Top,
            "positive" => CalibrationTarget.Positive,
            "classwise" => CalibrationTarget.Classwise,
            string other => throw new FormatException($"the target '{other}' is not known"),
        };
        BinnedCalibrationMetric metric = make(Bins(c, 15), target, Strategy(c));
        if (c.IsMatrix(s_scores))
        {
            return ProbabilityCalls.Of(c, (t, p, k, w) =>
            {
                metric.AddBatch(t, p, k, w);
                return metric.Result();
            });
        }

        metric.AddBatch(Truth(c), Scores(c), c.Weights());
        return metric.Result().Value;
    }

    private static int Bins(ReferenceCase c, int otherwise) => (int)(c.Param("bins", "nBins", "n_bins") ?? otherwise);

    private static BinStrategy Strategy(ReferenceCase c) => c.Word("strategy") switch
    {
        null or "uniform" => BinStrategy.Uniform,
        "quantile" => BinStrategy.Quantile,
        string other => throw new FormatException($"the strategy '{other}' is not known"),
    };
}
