using AiInfra.Laws;
using AiInfra.Metrics.Forecasting;
using AiInfra.Metrics.Regression;
using AiInfra.Metrics.Statistics;
using AiInfra.Metrics.Uncertainty;
using CsCheck;

namespace AiInfra.Metrics.Tests.Uncertainty;

public class UncertaintyTests
{
    private static readonly Gen<(double Truth, double[] Samples)> Row = Gen.Select(Gen.Double[-5, 5], Gen.Double[-5, 5].Array[2, 20]);

    [Fact]
    public void Coverage_EndsIncluded_WithWilson()
    {
        Score score = IntervalCoverage.Of([1, 2, 3, 9], [1, 0, 0, 0], [5, 2, 2, 5]);
        Assert.Equal(0.5, score.Value, 1e-15);
        ConfidenceInterval wilson = ProportionInterval.Wilson(2, 4);
        Assert.Equal(wilson.Low, score.Interval!.Value.Low, 1e-12);
        Assert.Equal(wilson.High, score.Interval.Value.High, 1e-12);
    }

    [Fact]
    public void Coverage_AllInside_IsExactlyOne() => Assert.Equal(1, IntervalCoverage.Of([1, 2, 3], [0, 0, 0], [5, 5, 5], [0.1, 0.7, 0.3]).Value);

    // Width 4 each; one truth 1 below at alpha 0.2 costs 10 more.
    [Fact]
    public void IntervalScore_OneMiss_ByHand() => Assert.Equal((4 + 4 + 10) / 2.0, IntervalScore.Of([2, -1], [0, 0], [4, 4], coverage: 0.8).Value, 1e-12);

    [Fact]
    public void MeanWidth_Weighted_ByHand() => Assert.Equal(((4 * 3) + 8) / 4.0, MeanIntervalWidth.Of([0, 0], [0, 0], [4, 8], [3, 1]).Value, 1e-15);

    [Fact]
    public void Intervals_LowerAboveUpper_NamesIndex() =>
        Assert.Contains("low[1] is 3 and high[1] is 2", Assert.Throws<ArgumentException>(() => IntervalCoverage.Of([1, 2], [0, 3], [1, 2])).Message);

    [Fact]
    public void EnsembleCrps_AnySamples_EqualsAllPairs() => Row.ForAll(row =>
    {
        double m = row.Samples.Length, error = row.Samples.Average(s => Math.Abs(s - row.Truth)), pairs = row.Samples.Sum(a => row.Samples.Sum(b => Math.Abs(a - b)));
        Assert.Equal(error - (pairs / (2 * m * m)), EnsembleCrps.Of([row.Truth], row.Samples).Value, 1e-10);
        Assert.Equal(error - (pairs / (2 * m * (m - 1))), EnsembleCrps.Of([row.Truth], row.Samples, fair: true).Value, 1e-10);
    });

    [Fact]
    public void EnsembleCrps_OneSample_IsTheAbsoluteError() => Assert.Equal(3, EnsembleCrps.Of([1], [4]).Value);

    // Gneiting and Raftery's closed form at the mean of a standard normal: sqrt(2/pi) - 1/sqrt(pi).
    [Fact]
    public void NormalCrps_AtTheMean_KnownValue() => Assert.Equal(0.23369497725510913, NormalCrps.Of([0], [0], [1]).Value, 1e-14);

    [Fact]
    public void NormalCrps_AgainstManyQuantiles_Agrees()
    {
        double[] levels = [.. Enumerable.Range(0, 2000).Select(i => (i + 0.5) / 2000)];
        double[] quantiles = [.. levels.Select(l => MathNet.Numerics.Distributions.Normal.InvCDF(2, 1.5, l))];
        Assert.Equal(NormalCrps.Of([3.1], [2], [1.5]).Value, QuantileCrps.Of([3.1], quantiles, levels).Value, 1e-4);
    }

    [Fact]
    public void QuantileCrps_MedianAndIntervals_IsTheWeightedIntervalScore() => Gen.Double[-3, 3].ForAll(truth =>
    {
        double[] levels = [0.05, 0.25, 0.5, 0.75, 0.95], quantiles = [-2, -1, 0.2, 1, 2];
        double outer = IntervalScore.Of([truth], [-2], [2], 0.9).Value, inner = IntervalScore.Of([truth], [-1], [1], 0.5).Value;
        double wis = ((0.5 * Math.Abs(truth - 0.2)) + (0.05 * outer) + (0.25 * inner)) / 2.5;
        Assert.Equal(wis, QuantileCrps.Of([truth], quantiles, levels).Value, 1e-12);
    });

    [Fact]
    public void QuantileCrps_MedianAlone_IsTheAbsoluteError() => Assert.Equal(MeanAbsoluteError.Of([1, 5], [2, 2]).Value, QuantileCrps.Of([1, 5], [2, 2], [0.5]).Value, 1e-15);

    [Fact]
    public void QuantileCrps_CrossedRow_IsCounted() => Assert.Equal(1, QuantileCrps.Of([1, 1], [0, 2, 2, 0], [0.1, 0.9]).Undefined);

    [Fact]
    public void WeightedQuantileLoss_MedianAlone_IsWape() =>
        Assert.Equal(WeightedAbsolutePercentageError.Of([1, -5, 3], [2, 2, 2], [1, 2, 3]).Value, WeightedQuantileLoss.Of([1, -5, 3], [2, 2, 2], [0.5], [1, 2, 3]).Value, 1e-15);

    [Fact]
    public void WeightedQuantileLoss_AllZeroTruth_UndefinedNotZero()
    {
        Score score = WeightedQuantileLoss.Of([0, 0], [1, 1], [0.5]);
        Assert.True(double.IsNaN(score.Value) && score.Undefined == 2);
    }

    [Fact]
    public void QuantileCalibration_UniformTruth_EachLevelHolds()
    {
        double[] truth = [.. Enumerable.Range(0, 100).Select(i => i / 100.0)], quantiles = [.. truth.SelectMany(_ => (double[])[0.095, 0.495])];
        Assert.Equal([0.1, 0.5], QuantileCalibration.Of(truth, quantiles, [0.1, 0.5]).Select(s => s.Value));
    }

    [Fact]
    public void Merge_HalvesAndWeights_EqualWhole()
    {
        (Func<DistributionMetric> New, int Width)[] kinds = [(() => new EnsembleCrps(), 3), (() => new QuantileCrps(0.1, 0.5, 0.9), 3), (() => new WeightedQuantileLoss(0.2, 0.5, 0.8), 3), (() => new NormalCrps(), 2)];
        foreach ((Func<DistributionMetric> make, int width) in kinds)
        {
            DistributionMetric whole = make(), left = make(), right = make();
            for (int i = 1; i < 12; i++)
            {
                double[] forecast = [.. Enumerable.Range(0, width).Select(k => (double)(k + (i % 4)))];
                for (int k = 0; k < i % 3; k++)
                {
                    whole.Add(i, forecast);
                }

                (i < 5 ? left : right).Add(i, forecast, i % 3);
            }

            left.Merge(right);
            Assert.Equal(whole.Result().Value, left.Result().Value, 1e-12);
        }
    }

    [Fact]
    public void Levels_NotAscending_NamesIndex() => Assert.Contains("levels[1] is 0.5", Assert.Throws<ArgumentException>(() => new QuantileCrps(0.5, 0.5)).Message);

    [Fact]
    public void Add_WrongNumberOfQuantiles_SaysBoth() => Assert.Contains("has 1 quantiles; there are 2 levels", Assert.Throws<ArgumentException>(() => new QuantileCrps(0.1, 0.9).Add(1, [1])).Message);

    [Fact]
    public void Result_OfNothing_NaNWithCountZero() => Assert.True(double.IsNaN(new IntervalCoverage().Result().Value) && new IntervalCoverage().Result().Undefined == 0);
}
