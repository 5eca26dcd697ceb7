using AiInfra.Metrics.Forecasting;
using AiInfra.Metrics.Regression;

namespace AiInfra.Metrics.Tests.Families;

/// <summary>Bad input to every metric of predicted numbers.</summary>
public class NumberFamilyTests
{
    public delegate Score Call(double[] truth, double[] predicted, double[]? weights = null);

    private static readonly Dictionary<string, Call> s_all = new()
    {
        ["mae"] = (t, p, w) => MeanAbsoluteError.Of(t, p, w), ["mse"] = (t, p, w) => MeanSquaredError.Of(t, p, w), ["rmse"] = (t, p, w) => RootMeanSquaredError.Of(t, p, w),
        ["mape"] = (t, p, w) => MeanAbsolutePercentageError.Of(t, p, w), ["msle"] = (t, p, w) => MeanSquaredLogError.Of(t, p, w), ["rmsle"] = (t, p, w) => RootMeanSquaredLogError.Of(t, p, w),
        ["median"] = (t, p, w) => MedianAbsoluteError.Of(t, p, w), ["max"] = (t, p, w) => MaxError.Of(t, p, w), ["explained"] = (t, p, w) => ExplainedVariance.Of(t, p, w),
        ["r2"] = (t, p, w) => RSquared.Of(t, p, w), ["pinball"] = (t, p, w) => PinballLoss.Of(t, p, 0.9, w), ["huber"] = (t, p, w) => HuberLoss.Of(t, p, 1, w),
        ["tweedie"] = (t, p, w) => TweedieDeviance.Of(t, p, 1.5, w), ["d2 absolute"] = (t, p, w) => D2AbsoluteError.Of(t, p, w), ["d2 pinball"] = (t, p, w) => D2Pinball.Of(t, p, 0.3, w),
        ["d2 tweedie"] = (t, p, w) => D2Tweedie.Of(t, p, 1, w), ["pearson"] = (t, p, w) => PearsonCorrelation.Of(t, p, w), ["spearman"] = (t, p, w) => SpearmanCorrelation.Of(t, p, w),
        ["kendall"] = (t, p, w) => KendallTau.Of(t, p, w), ["concordance"] = (t, p, w) => ConcordanceCorrelation.Of(t, p, w), ["bias"] = (t, p, w) => ForecastBias.Of(t, p, weights: w),
        ["smape"] = (t, p, w) => SymmetricMape.Of(t, p, weights: w), ["wape"] = (t, p, w) => WeightedAbsolutePercentageError.Of(t, p, w),
    };

    public static TheoryData<string> Names => [.. s_all.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_BadColumns_NamesArgumentAndIndex(string name)
    {
        Call of = s_all[name];
        Assert.Equal("", Refusal.Wrong(
        [
            new("lengths", "predicted", "3 true values but 2", () => of([1, 2, 3], [1, 2])),
            new("empty", "predicted", "no row", () => of([], [])),
            new("NaN", "predicted", "predicted[2] is NaN", () => of([1, 2, 3], [1, 2, double.NaN])),
            new("infinite", "truth", "truth[0] is", () => of([double.NegativeInfinity, 2, 3], [1, 2, 3])),
            new("negative weight", "weights", "weights[1] is -1", () => of([1, 2, 3], [1, 2, 3], [1, -1, 1])),
            new("NaN weight", "weights", "weights[2] is NaN", () => of([1, 2, 3], [1, 2, 3], [1, 1, double.NaN])),
            new("all weights zero", "weights", "All weights are zero", () => of([1, 2, 3], [1, 2, 3], [0, 0, 0])),
            new("too few weights", "weights", "3 rows but 2 weights", () => of([1, 2, 3], [1, 2, 3], [1, 1])),
        ]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_RowWithoutWeight_AsIfItWereNotThere(string name)
    {
        Score with = s_all[name]([1, 2, 4, 3, 9], [2, 2, 3, 5, 1], [1, 1, 1, 1, 0]), without = s_all[name]([1, 2, 4, 3], [2, 2, 3, 5], [1, 1, 1, 1]);
        Assert.Equal(without.Value, with.Value, 1e-12);
        Assert.Equal(without.Count, with.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_OneRowOrAllAlike_UndefinedIsCounted(string name)
    {
        Assert.All([s_all[name]([2], [3]), s_all[name]([2, 2, 2], [2, 2, 2]), s_all[name]([2, 2, 2], [1, 3, 2])], s => Assert.True(s.IsDefined || s.Undefined > 0, s.ToString()));
    }
}
