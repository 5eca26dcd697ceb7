using System.Text.Json;
using AiInfra.Metrics;
using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Regression;

namespace AiInfra.Conformance;

internal sealed class RegressionCalls : IMetricCalls
{
    public Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["mae"] = c => Rows(c, new MeanAbsoluteError()),
        ["meanAbsoluteError"] = c => Rows(c, new MeanAbsoluteError()),
        ["mse"] = MseOf,
        ["meanSquaredError"] = MseOf,
        ["rmse"] = c => Rows(c, new RootMeanSquaredError()),
        ["rootMeanSquaredError"] = c => Rows(c, new RootMeanSquaredError()),
        ["rmsle"] = c => Rows(c, new RootMeanSquaredLogError()),
        ["msle"] = c => Rows(c, new MeanSquaredLogError()),
        ["meanSquaredLogError"] = c => Rows(c, new MeanSquaredLogError()),
        ["r2"] = c => Rows(c, new RSquared(ForceFinite(c))),
        ["mape"] = c => Rows(c, new MeanAbsolutePercentageError()),
        ["meanAbsolutePercentageError"] = c => Rows(c, new MeanAbsolutePercentageError()),
        // scikit-learn took the lower weighted median before 1.8, and the reference files come from such a version.
        ["medianAbsoluteError"] = c => Rows(c, new MedianAbsoluteError(c.Weights().Length == 0 ? WeightedMedian.Averaged : WeightedMedian.Lower)),
        ["maxError"] = c => Rows(c, new MaxError()),
        ["explainedVariance"] = c => Rows(c, new ExplainedVariance(ForceFinite(c))),
        ["pinball"] = c => Rows(c, new PinballLoss(Alpha(c))),
        ["meanPinballLoss"] = c => Rows(c, new PinballLoss(Alpha(c))),
        ["huber"] = c => Rows(c, new HuberLoss(c.Param("delta", "epsilon") ?? 1)),
        ["meanPoissonDeviance"] = c => Rows(c, new TweedieDeviance(1)),
        ["poissonDeviance"] = c => Rows(c, new TweedieDeviance(1)),
        ["meanGammaDeviance"] = c => Rows(c, new TweedieDeviance(2)),
        ["gammaDeviance"] = c => Rows(c, new TweedieDeviance(2)),
        ["meanTweedieDeviance"] = c => Rows(c, new TweedieDeviance(c.Param("power") ?? 0)),
        ["tweedieDeviance"] = c => Rows(c, new TweedieDeviance(c.Param("power") ?? 0)),
        ["d2AbsoluteError"] = c => Rows(c, new D2AbsoluteError()),
        ["d2Pinball"] = c => Rows(c, new D2Pinball(Alpha(c))),
        ["d2Tweedie"] = c => Rows(c, new D2Tweedie(c.Param("power") ?? 0)),
    };

    internal static double Columns(ReferenceCase c, Func<double[], double[], double[], Score> metric) =>
        metric(c.Column("yTrue", "truth", "actual", "y"), c.Column("yPred", "predicted", "forecast", "prediction", "f"), c.Weights()).Value;

    // One number a row, or several as the rows of a matrix and then as multioutput says.
    private static object Rows(ReferenceCase c, ValueMetric metric)
    {
        double[]? truth = c.Flat(out int width, "yTrue", "truth", "actual", "y"), predicted = c.Flat(out _, "yPred", "predicted", "forecast", "prediction", "f");
        if (truth is null || predicted is null)
        {
            throw new KeyNotFoundException("the input 'yTrue' or 'yPred' is missing");
        }

        if (Shares(c) is { } shares)
        {
            double[] each = [.. MultiOutputScore.Of(metric, truth, predicted, width, weights: c.Weights()).Outputs.Select(o => o.Value)];
            return each.Zip(shares, (v, s) => v * s).Sum() / shares.Sum();
        }

        string? how = c.Word("multioutput", "multiOutput");
        MultiOutputScore score = MultiOutputScore.Of(metric, truth, predicted, width, how == "varianceweighted" ? OutputAverage.VarianceWeighted : OutputAverage.Uniform, c.Weights());
        return how == "rawvalues" && c.Expected.ValueKind == JsonValueKind.Array ? score.Outputs.Select(o => o.Value).ToArray() : score.Score.Value;
    }

    // How much each output counts, where the file says so.
    private static double[]? Shares(ReferenceCase c) =>
        c.Params.ValueKind == JsonValueKind.Object && c.Params.TryGetProperty("multioutput", out JsonElement given) && given.ValueKind == JsonValueKind.Array ? [.. given.EnumerateArray().Select(ReferenceCase.ToNumber)] : null;

    private static object MseOf(ReferenceCase c) => Rows(c, c.Flag("squared", true) ? new MeanSquaredError() : new RootMeanSquaredError());

    private static double Alpha(ReferenceCase c) => c.Param("alpha", "quantile", "q", "level") ?? 0.5;

    private static bool ForceFinite(ReferenceCase c) => c.Flag("forceFinite", c.Flag("force_finite", true));
}
