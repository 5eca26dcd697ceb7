using AiInfra.Metrics.Calibration;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Clustering;
using AiInfra.Metrics.Multilabel;
using AiInfra.Metrics.Ranking;
using AiInfra.Metrics.Uncertainty;

namespace AiInfra.Metrics.Tests.Families;

/// <summary>Bad input to metrics of rows of probabilities, intervals, distributions, clusters, points, label sets and queries.</summary>
public class RowFamilyTests
{
    private static readonly double[] s_levels = [0.1, 0.9];
    private static readonly LabelMatrix s_truth = new([true, false, false, true], 2);

    [Theory]
    [InlineData("logLoss")]
    [InlineData("brier")]
    [InlineData("ece")]
    [InlineData("mce")]
    [InlineData("debiased")]
    [InlineData("auc")]
    [InlineData("auc pairs")]
    public void Of_RowsOfProbabilities_BadRowIsNamed(string name)
    {
        Score Of(int[] t, double[] p, double[]? w = null) => name switch
        {
            "logLoss" => LogLoss.Of(t, p, 3, w), "brier" => BrierScore.Of(t, p, 3, w), "ece" => ExpectedCalibrationError.Of(t, p, 3, 5, w), "mce" => MaximumCalibrationError.Of(t, p, 3, 5, w),
            "debiased" => DebiasedCalibrationError.Of(t, p, 3, 5, w), "auc" => MulticlassRocAuc.Of(t, p, 3, weights: w), _ => MulticlassRocAuc.Of(t, p, 3, AucDecomposition.OneVersusOne, w),
        };
        double[] good = [0.2, 0.3, 0.5, 0.2, 0.3, 0.5];
        Assert.Equal("", Refusal.Wrong(
        [
            new("lengths", "probabilities", "2 rows of 3 classes need 6", () => Of([0, 1], [0.2, 0.3, 0.5])),
            new("empty", "truth", "no row", () => Of([], [])),
            new("sum", "probabilities", "Row 1 of probabilities sums to 0.9", () => Of([0, 1], [0.2, 0.3, 0.5, 0.2, 0.3, 0.4])),
            new("above one", "probabilities", "probabilities[2] is 1.5", () => Of([0, 1], [0.2, 0.3, 1.5, 0.2, 0.3, 0.5])),
            new("NaN", "probabilities", "probabilities[3] is NaN", () => Of([0, 1], [0.2, 0.3, 0.5, double.NaN, 0.3, 0.5])),
            new("outside the set", "truth", "truth[1] is 3", () => Of([0, 3], good)),
            new("negative weight", "weights", "weights[1] is -1", () => Of([0, 1], good, [1, -1])),
            new("all weights zero", "weights", "All weights are zero", () => Of([0, 1], good, [0, 0])),
        ]));
    }

    [Theory]
    [InlineData("coverage")]
    [InlineData("width")]
    [InlineData("score")]
    public void Of_Intervals_BadEndIsNamed(string name)
    {
        Score Of(double[] t, double[] l, double[] h, double[]? w = null) => name switch { "coverage" => IntervalCoverage.Of(t, l, h, w), "width" => MeanIntervalWidth.Of(t, l, h, w), _ => IntervalScore.Of(t, l, h, 0.9, w) };
        Assert.Equal("", Refusal.Wrong(
        [
            new("lengths", "high", "2 true values but 1", () => Of([1, 2], [0, 1], [2])),
            new("empty", "low", "no row", () => Of([], [], [])),
            new("NaN", "low", "low[1] is NaN", () => Of([1, 2], [0, double.NaN], [2, 3])),
            new("upside down", "low", "low[1] is 4 and high[1] is 3", () => Of([1, 2], [0, 4], [2, 3])),
            new("negative weight", "weights", "weights[0] is -1", () => Of([1, 2], [0, 1], [2, 3], [-1, 1])),
            new("all weights zero", "weights", "All weights are zero", () => Of([1, 2], [0, 1], [2, 3], [0, 0])),
        ]));
    }

    [Theory]
    [InlineData("ensemble", "samples")]
    [InlineData("crps", "quantiles")]
    [InlineData("weighted", "quantiles")]
    public void Of_Distributions_BadNumberIsNamed(string name, string argument)
    {
        Score Of(double[] t, double[] f, double[]? w = null) => name switch { "ensemble" => EnsembleCrps.Of(t, f, weights: w), "crps" => QuantileCrps.Of(t, f, s_levels, w), _ => WeightedQuantileLoss.Of(t, f, s_levels, w) };
        Assert.Equal("", Refusal.Wrong(
        [
            new("not whole rows", argument, "2 true values but 3 numbers", () => Of([1, 2], [1, 2, 3])),
            new("width", argument, "Row 0 ", () => Of([1, 2], [])),
            new("NaN", argument, $"{argument}[3] is NaN", () => Of([1, 2], [1, 2, 3, double.NaN])),
            new("truth", "truth", "truth[1] is", () => Of([1, double.PositiveInfinity], [1, 2, 3, 4])),
            new("negative weight", "weights", "weights[0] is -1", () => Of([1, 2], [1, 2, 3, 4], [-1, 1])),
            new("all weights zero", "weights", "All weights are zero", () => Of([1, 2], [1, 2, 3, 4], [0, 0])),
        ]));
    }

    [Fact]
    public void Of_NormalForecasts_BadNumberIsNamed() => Assert.Equal("", Refusal.Wrong(
    [
        new("lengths", "means", "", () => NormalCrps.Of([1, 2], [1], [1, 1])),
        new("deviations", "deviations", "", () => NormalCrps.Of([1, 2], [1, 2], [1])),
        new("NaN", "means", "means[1] is NaN", () => NormalCrps.Of([1, 2], [1, double.NaN], [1, 1])),
        new("negative deviation", "deviations", "deviations[1] is -1", () => NormalCrps.Of([1, 2], [1, 2], [1, -1])),
    ]));

    [Theory]
    [InlineData("ari")]
    [InlineData("nmi")]
    [InlineData("ami")]
    [InlineData("v")]
    [InlineData("purity")]
    [InlineData("rand")]
    [InlineData("fowlkes")]
    [InlineData("homogeneity")]
    [InlineData("completeness")]
    public void Of_Clusters_BadColumnsAreNamed(string name)
    {
        Score Of(int[] t, int[] c, double[]? w = null) => name switch
        {
            "ari" => AdjustedRandIndex.Of(t, c, w), "nmi" => NormalizedMutualInformation.Of(t, c, weights: w), "ami" => AdjustedMutualInformation.Of(t, c, weights: w), "v" => VMeasure.Of(t, c, weights: w), "purity" => Purity.Of(t, c, w),
            "rand" => RandIndex.Of(t, c, w), "fowlkes" => FowlkesMallows.Of(t, c, w), "homogeneity" => Homogeneity.Of(t, c, w), _ => Completeness.Of(t, c, w),
        };
        Assert.Equal("", Refusal.Wrong(
        [
            new("lengths", "clusters", "3 true values but 2", () => Of([0, 1, 0], [0, 1])),
            new("empty", "clusters", "no row", () => Of([], [])),
            new("negative weight", "weights", "weights[1] is -1", () => Of([0, 1], [0, 1], [1, -1])),
            new("all weights zero", "weights", "All weights are zero", () => Of([0, 1], [0, 1], [0, 0])),
        ]));
        Assert.All([Of([0], [0]), Of([0, 0], [1, 1]), Of([0, 1], [0, 0])], s => Assert.True(s.IsDefined || s.Undefined > 0, s.ToString()));
    }

    [Theory]
    [InlineData("silhouette")]
    [InlineData("calinski")]
    [InlineData("davies")]
    public void Of_Points_BadPointIsNamed(string name)
    {
        Score Of(double[] p, int[] c) => name switch { "silhouette" => Silhouette.Of(p, 2, c), "calinski" => CalinskiHarabasz.Of(p, 2, c), _ => DaviesBouldin.Of(p, 2, c) };
        Assert.Equal("", Refusal.Wrong(
        [
            new("lengths", "points", "3 rows of 2 numbers but 4", () => Of([1, 2, 3, 4], [0, 1, 0])),
            new("empty", "clusters", "no row", () => Of([], [])),
            new("NaN", "points", "points[3] is NaN", () => Of([1, 2, 3, double.NaN], [0, 1])),
        ]));
        Assert.True(Of([1, 2, 3, 4, 5, 6], [0, 0, 0]) is { IsDefined: false, Undefined: 3 }, "one cluster");
    }

    [Fact]
    public void Of_LabelSets_BadRowsAreNamed() => Assert.Equal("", Refusal.Wrong(
    [
        new("rows", "predicted", "2 true values but 1", () => HammingLoss.Of(s_truth, new([true, false], 2))),
        new("scores", "scores", "need 4 scores", () => CoverageError.Of(s_truth, [0.1, 0.2])),
        new("infinite", "scores", "scores[2] is", () => LabelRankingLoss.Of(s_truth, [0.1, 0.2, double.NegativeInfinity, 0.3])),
        new("negative weight", "weights", "weights[1] is -1", () => MultilabelFScore.Of(s_truth, s_truth, weights: [1, -1])),
        new("all weights zero", "weights", "All weights are zero", () => SubsetAccuracy.Of(s_truth, s_truth, [0, 0])),
    ]));

    [Theory]
    [InlineData("ndcg")]
    [InlineData("dcg")]
    [InlineData("map")]
    [InlineData("rr")]
    [InlineData("recall")]
    [InlineData("precision")]
    [InlineData("hit")]
    [InlineData("bpref")]
    [InlineData("r")]
    [InlineData("lrap")]
    public void Add_Queries_BadDocumentIsNamed(string name)
    {
        RankingMetric New() => name switch
        {
            "ndcg" => new NormalizedDiscountedGain(), "dcg" => new DiscountedGain(), "map" => new MeanAveragePrecision(), "rr" => new ReciprocalRank(), "recall" => new RecallAtK(2),
            "precision" => new PrecisionAtK(2), "hit" => new HitRate(2), "bpref" => new BinaryPreference(), "r" => new RPrecision(), _ => new LabelRankingAveragePrecision(),
        };
        Assert.Equal("", Refusal.Wrong(
        [
            new("lengths", "scores", "2 true values but 1", () => New().Add([1, 0], [0.5])),
            new("empty", "scores", "no row", () => New().Add([], [])),
            new("NaN", "scores", "scores[1] is NaN", () => New().Add([1, 0], [0.5, double.NaN])),
            new("negative relevance", "relevance", "relevance[1] is -1", () => New().Add([1, -1], [0.5, 0.4])),
            new("negative weight", "weight", "weight of query 0 is -1", () => New().Add([1, 0], [0.5, 0.4], -1)),
        ]));
        RankingMetric none = New();
        none.Add([0, 0], [0.5, 0.4]);
        Assert.True(none.Result() is { Undefined: 1 } || name == "dcg", $"no relevant document: {none.Result()}, undefined {none.Result().Undefined}");
    }
}
