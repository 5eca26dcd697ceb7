using AiInfra.Evaluation.Metrics;

namespace AiInfra.Conformance;

internal static class RegressionCalls
{
    public static Dictionary<string, Func<ReferenceCase, object>> All() => new(
        new Dictionary<string, Func<ReferenceCase, object>>(StringComparer.Ordinal)
        {
            ["mae"] = c => Columns(c, (t, p, w) => MeanAbsoluteError.Of(t, p, w)),
            ["meanAbsoluteError"] = c => Columns(c, (t, p, w) => MeanAbsoluteError.Of(t, p, w)),
            ["mse"] = MseOf,
            ["meanSquaredError"] = MseOf,
            ["rmse"] = c => Columns(c, (t, p, w) => RootMeanSquaredError.Of(t, p, w)),
            ["rootMeanSquaredError"] = c => Columns(c, (t, p, w) => RootMeanSquaredError.Of(t, p, w)),
            ["rmsle"] = c => Columns(c, (t, p, w) => RootMeanSquaredLogError.Of(t, p, w)),
            ["msle"] = c => Columns(c, (t, p, w) => MeanSquaredLogError.Of(t, p, w)),
            ["meanSquaredLogError"] = c => Columns(c, (t, p, w) => MeanSquaredLogError.Of(t, p, w)),
            ["r2"] = c => Columns(c, (t, p, w) => RSquared.Of(t, p, w, ForceFinite(c))),
            ["mape"] = c => Columns(c, (t, p, w) => MeanAbsolutePercentageError.Of(t, p, w)),
            ["meanAbsolutePercentageError"] = c => Columns(c, (t, p, w) => MeanAbsolutePercentageError.Of(t, p, w)),
            // scikit-learn took the lower weighted median before 1.7, and the reference files come from such a version.
            ["medianAbsoluteError"] = c => Columns(c, (t, p, w) => MedianAbsoluteError.Of(t, p, w, w.Length == 0 ? WeightedMedian.Averaged : WeightedMedian.Lower)),
            ["maxError"] = c => Columns(c, (t, p, w) => MaxError.Of(t, p, w)),
            ["explainedVariance"] = c => Columns(c, (t, p, w) => ExplainedVariance.Of(t, p, w, ForceFinite(c))),
            ["pinball"] = c => Columns(c, (t, p, w) => PinballLoss.Of(t, p, Alpha(c), w)),
            ["meanPinballLoss"] = c => Columns(c, (t, p, w) => PinballLoss.Of(t, p, Alpha(c), w)),
            ["huber"] = c => Columns(c, (t, p, w) => HuberLoss.Of(t, p, c.Param("delta", "epsilon") ?? 1, w)),
            ["meanPoissonDeviance"] = c => Columns(c, (t, p, w) => TweedieDeviance.Of(t, p, 1, w)),
            ["poissonDeviance"] = c => Columns(c, (t, p, w) => TweedieDeviance.Of(t, p, 1, w)),
            ["meanGammaDeviance"] = c => Columns(c, (t, p, w) => TweedieDeviance.Of(t, p, 2, w)),
            ["gammaDeviance"] = c => Columns(c, (t, p, w) => TweedieDeviance.Of(t, p, 2, w)),
            ["meanTweedieDeviance"] = c => Columns(c, (t, p, w) => TweedieDeviance.Of(t, p, c.Param("power") ?? 0, w)),
            ["tweedieDeviance"] = c => Columns(c, (t, p, w) => TweedieDeviance.Of(t, p, c.Param("power") ?? 0, w)),
            ["d2AbsoluteError"] = c => Columns(c, (t, p, w) => D2AbsoluteError.Of(t, p, w)),
            ["d2Pinball"] = c => Columns(c, (t, p, w) => D2Pinball.Of(t, p, Alpha(c), w)),
            ["d2Tweedie"] = c => Columns(c, (t, p, w) => D2Tweedie.Of(t, p, c.Param("power") ?? 0, w)),
        }.Concat(ForecastCalls.All()),
        StringComparer.Ordinal);

    internal static double Columns(ReferenceCase c, Func<double[], double[], double[], Score> metric) =>
        metric(c.Column("yTrue", "truth", "actual", "y"), c.Column("yPred", "predicted", "forecast", "prediction", "f"), c.Weights()).Value;

    private static object MseOf(ReferenceCase c) =>
        Columns(c, (t, p, w) => c.Flag("squared", true) ? MeanSquaredError.Of(t, p, w) : RootMeanSquaredError.Of(t, p, w));

    private static double Alpha(ReferenceCase c) => c.Param("alpha", "quantile", "q", "level") ?? 0.5;

    private static bool ForceFinite(ReferenceCase c) => c.Flag("forceFinite", c.Flag("force_finite", true));
}
