using AiInfra.Metrics;
using AiInfra.Metrics.Forecasting;
using AiInfra.Metrics.Uncertainty;

namespace AiInfra.Conformance;

internal sealed class ForecastCalls : IMetricCalls
{
    public Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["mase"] = c => OfSeries(c, SeriesMetric.Mase(Season(c))),
        ["rmsse"] = c => OfSeries(c, SeriesMetric.Rmsse(Season(c))),
        ["smape"] = c => RegressionCalls.Columns(c, (t, p, w) => SymmetricMape.Of(t, p, Form(c), w)),
        ["wape"] = c => RegressionCalls.Columns(c, (t, p, w) => WeightedAbsolutePercentageError.Of(t, p, w)),
        ["nd"] = c => RegressionCalls.Columns(c, (t, p, w) => WeightedAbsolutePercentageError.Of(t, p, w)),
        ["bias"] = c => RegressionCalls.Columns(c, (t, p, w) => ForecastBias.Of(t, p, BiasForm.MeanError, w)),
        ["crps"] = CrpsOf,
        ["crpsEnsemble"] = c => EnsembleCrps.Of(Truth(c), Matrix(c, "samples", "ensemble", "yPred"), c.Flag("fair", false), c.Weights()).Value,
        ["crpsNormal"] = c => NormalCrps.Of(Truth(c), c.Column("mean", "means", "mu"), c.Column("std", "sd", "deviation", "sigma"), c.Weights()).Value,
        ["crpsQuantiles"] = c => QuantileCrps.Of(Truth(c), Matrix(c, "quantiles", "yPred"), Levels(c), c.Weights()).Value,
        ["weightedQuantileLoss"] = c => WeightedQuantileLoss.Of(Truth(c), Matrix(c, "quantiles", "yPred"), Levels(c), c.Weights()).Value,
        ["coverage"] = c => OfIntervals(c, (t, l, h, w) => IntervalCoverage.Of(t, l, h, w)),
        ["intervalCoverage"] = c => OfIntervals(c, (t, l, h, w) => IntervalCoverage.Of(t, l, h, w)),
        ["meanIntervalWidth"] = c => OfIntervals(c, (t, l, h, w) => MeanIntervalWidth.Of(t, l, h, w)),
        ["winkler"] = WinklerOf,
        ["intervalScore"] = WinklerOf,
    };

    private static object CrpsOf(ReferenceCase c) => c.Flat(out _, "samples", "ensemble") is not null
        ? EnsembleCrps.Of(Truth(c), Matrix(c, "samples", "ensemble"), c.Flag("fair", false), c.Weights()).Value
        : QuantileCrps.Of(Truth(c), Matrix(c, "quantiles", "yPred"), Levels(c), c.Weights()).Value;

    private static object WinklerOf(ReferenceCase c)
    {
        double coverage = c.Param("coverage", "confidence", "level") ?? (1 - (c.Param("alpha") ?? 0.1));
        return OfIntervals(c, (t, l, h, w) => IntervalScore.Of(t, l, h, coverage, w));
    }

    private static double OfIntervals(ReferenceCase c, Func<double[], double[], double[], double[], Score> metric) =>
        metric(Truth(c), c.Column("lower", "low"), c.Column("upper", "high"), c.Weights()).Value;

    private static double OfSeries(ReferenceCase c, SeriesMetric metric)
    {
        metric.Add(c.Column("yTrain", "train", "history", "insample"), Truth(c), c.Column("yPred", "predicted", "forecast", "f"));
        return metric.Result().Value;
    }

    private static double[] Truth(ReferenceCase c) => c.Column("yTrue", "truth", "actual", "y");

    private static int Season(ReferenceCase c) => (int)(c.Param("season", "m", "sp", "seasonality", "period") ?? 1);

    private static double[] Levels(ReferenceCase c) => c.Column("levels", "quantileLevels", "alphas", "q");

    private static double[] Matrix(ReferenceCase c, params string[] names) => c.Flat(out _, names) ?? throw new KeyNotFoundException($"the input '{names[0]}' is missing");

    private static SmapeForm Form(ReferenceCase c) => c.Word("form", "variant", "scale") switch
    {
        null or "200" or "percent200" or "m4" => SmapeForm.Percent200,
        "100" or "percent100" => SmapeForm.Percent100,
        "signed" or "signed200" => SmapeForm.Signed200,
        string other => throw new FormatException($"the form '{other}' of sMAPE is not known"),
    };
}
