using AiInfra.Core.Rows;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests.Statistics;

/// <summary>Expected values: statsmodels 0.13.5 and SciPy 1.10.1; statsmodels' searches stop at about seven digits.</summary>
public class PowerTests
{
    [Theory]
    [InlineData(2, 10, 1, 0.8076115625303752)]
    [InlineData(0.5, 3, -1.2, 0.9485633248112533)]
    [InlineData(-1, 5, 0.7, 0.05695804736578691)]
    [InlineData(30, 40, 28, 0.6937542904831346)]
    [InlineData(1.97, 300, 2.8, 0.20356134740684426)]
    public void NoncentralT_Cumulative_AsSciPy(double t, double freedom, double noncentrality, double expected) =>
        Assert.Equal(expected, NoncentralT.Cumulative(t, freedom, noncentrality), 1e-10);

    [Theory]
    [InlineData(0.5, 64, 1, PairedAlternative.TwoSided, 0.8014595579287103)]
    [InlineData(0.3, 100, 2, PairedAlternative.Greater, 0.7878750148069333)]
    public void MeansPower_Power_AsStatsmodels(double effect, double rows, double ratio, PairedAlternative side, double expected) =>
        Assert.Equal(expected, MeansPower.Power(effect, rows, ratio, 0.05, side), 1e-10);

    [Fact]
    public void MeansPower_Rows_AsStatsmodels() => Assert.Equal(393.4056930002516, MeansPower.Rows(0.2).Rows, 1e-5);

    [Fact]
    public void MeansPower_MinimalEffect_AsStatsmodels() => Assert.Equal(0.32493661447997096, MeansPower.MinimalEffect(200, 0.9).Effect, 1e-6);

    [Fact]
    public void PairedMeansPower_Power_AsStatsmodels() => Assert.Equal(0.7539647157437904, PairedMeansPower.Power(0.5, 30), 1e-10);

    [Fact]
    public void PairedMeansPower_Pairs_AsStatsmodels() => Assert.Equal(786.8089401817912, PairedMeansPower.Pairs(0.1).Rows, 1e-5);

    [Fact]
    public void PairedMeansPower_MinimalEffect_AsStatsmodels() => Assert.Equal(0.12553231884243432, PairedMeansPower.MinimalEffect(500).Effect, 1e-8);

    [Theory]
    [InlineData(0.25, 0.2, 1000, 1, PairedAlternative.TwoSided, 0.7638458805048886)]
    [InlineData(0.15, 0.2, 500, 2, PairedAlternative.Less, 0.771313358255009)]
    public void ProportionsPower_Power_AsStatsmodels(double first, double second, double rows, double ratio, PairedAlternative side, double expected) =>
        Assert.Equal(expected, ProportionsPower.Power(first, second, rows, ratio, 0.05, side), 1e-10);

    [Fact]
    public void ProportionsPower_RowsAndMinimalEffect_AreInverse()
    {
        double rows = ProportionsPower.Rows(0.25, 0.2).Rows;
        Assert.Equal(0.05, ProportionsPower.MinimalEffect(0.2, rows).Effect, 1e-9);
    }

    [Fact]
    public void McNemarPower_Rows_PowerOfTheSimulatedTestIsNearby()
    {
        PowerResult plan = McNemarPower.Rows(0.08, 0.04);
        int rows = (int)Math.Ceiling(plan.Rows), rejected = 0;
        var random = new SplitMix64(5);
        for (int trial = 0; trial < 1000; trial++)
        {
            int first = 0, second = 0;
            for (int i = 0; i < rows; i++)
            {
                int draw = random.Next(100);
                first += draw < 8 ? 1 : 0;
                second += draw is >= 8 and < 12 ? 1 : 0;
            }

            rejected += McNemarTest.Asymptotic(first, second, correction: false).PValue <= 0.05 ? 1 : 0;
        }

        Assert.InRange(rejected, 760, 840);
    }

    [Fact]
    public void McNemarPower_MinimalEffect_IsInverseOfRows() =>
        Assert.Equal(0.04, McNemarPower.MinimalEffect(0.12, McNemarPower.Rows(0.08, 0.04).Rows).Effect, 1e-9);

    [Fact]
    public void AucPower_StandardError_HanleyMcNeilsExample() => Assert.Equal(0.0324, AucPower.StandardError(0.893, 51, 58), 0.0005);

    [Fact]
    public void AucPower_MoreCorrelation_NeedsFewerRows() =>
        Assert.True(AucPower.Rows(0.82, 0.8, 0.3, 0.8).Rows < AucPower.Rows(0.82, 0.8, 0.3, 0.2).Rows / 2);

    [Fact]
    public void MeansPower_NoEffect_SaysThatNoRowsAreEnough() =>
        Assert.Contains("No number of rows", Assert.Throws<ArgumentOutOfRangeException>(() => MeansPower.Rows(0)).Message);
}
