using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests.Statistics;

/// <summary>Expected values: statsmodels 0.13.5, SciPy 1.10.1.</summary>
public class ProportionTestTests
{
    // Both groups are alike in size, so each table has a mirror that is exactly as probable.
    [Fact]
    public void FisherExact_MillionsOfTrials_CountsTheMirroredTables() => Assert.Equal(
        2 * ProportionTest.FisherExact(10, 1_000_000, 20, 1_000_000, PairedAlternative.Less).PValue,
        ProportionTest.FisherExact(10, 1_000_000, 20, 1_000_000).PValue,
        1e-6);

    [Theory]
    [InlineData(8, 10, 0.95, 0.47936759056615064, 0.9541127295161159)]
    [InlineData(0, 20, 0.95, 0, 0.18980956054248888)]
    [InlineData(95, 100, 0.9, 0.8990481701114426, 0.9772433811837005)]
    public void AgrestiCoull_Shares_AsStatsmodels(double successes, double trials, double confidence, double low, double high) =>
        Equal(low, high, ProportionInterval.AgrestiCoull(successes, trials, confidence));

    [Theory]
    [InlineData(8, 10, 0.95, 0.497225503560007, 0.9559405864473692)]
    [InlineData(0, 20, 0.95, 2.4246478459242774e-05, 0.11663898290487539)]
    [InlineData(95, 100, 0.9, 0.9042292364998844, 0.9768671488293816)]
    public void Jeffreys_Shares_AsStatsmodels(double successes, double trials, double confidence, double low, double high) =>
        Equal(low, high, ProportionInterval.Jeffreys(successes, trials, confidence));

    [Theory]
    [InlineData(8, 10, 0.95, 0.5520819870781754, 1)]
    [InlineData(95, 100, 0.9, 0.9141512463160109, 0.985848753683989)]
    public void Wald_Shares_AsStatsmodels(double successes, double trials, double confidence, double low, double high) =>
        Equal(low, high, ProportionInterval.Wald(successes, trials, confidence));

    [Theory]
    [InlineData(56, 70, 48, 80, 0.05243147240236498, 0.33387265403690614)]
    [InlineData(0, 10, 3, 12, -0.5323053349335658, 0.0708804156994084)]
    public void Newcombe_TwoShares_AsStatsmodels(double a, double n, double b, double m, double low, double high) =>
        Equal(low, high, ProportionDifference.Newcombe(a, n, b, m));

    [Theory]
    [InlineData(56, 70, 48, 80, 0.052452926638053676, 0.33575845547576744)]
    [InlineData(0, 10, 3, 12, -0.48602099347423006, 0.08125908871232529)]
    public void AgrestiCaffo_TwoShares_AsStatsmodels(double a, double n, double b, double m, double low, double high) =>
        Equal(low, high, ProportionDifference.AgrestiCaffo(a, n, b, m));

    [Fact]
    public void Wald_TwoShares_AsStatsmodels() => Equal(0.057504899149037114, 0.342495100850963, ProportionDifference.Wald(56, 70, 48, 80));

    [Theory]
    [InlineData(PairedAlternative.TwoSided, 0.030837167828904312)]
    [InlineData(PairedAlternative.Less, 0.015418583914452156)]
    public void Z_TwoShares_AsStatsmodels(PairedAlternative side, double expected)
    {
        ProportionTestResult result = ProportionTest.Z(200, 1000, 240, 1000, side);
        Assert.Equal(-2.1591675854376513, result.Statistic, 1e-12);
        Assert.Equal(expected, result.PValue, 1e-12);
    }

    [Theory]
    [InlineData(PairedAlternative.TwoSided, 0.034965034965034975)]
    [InlineData(PairedAlternative.Less, 0.9991258741258742)]
    [InlineData(PairedAlternative.Greater, 0.024475524475524483)]
    public void FisherExact_FewRows_AsSciPy(PairedAlternative side, double expected) =>
        Assert.Equal(expected, ProportionTest.FisherExact(8, 10, 1, 6, side).PValue, 1e-12);

    [Fact]
    public void FisherExact_ManyRows_AsSciPy() => Assert.Equal(0.011861898653907299, ProportionTest.FisherExact(120, 1000, 160, 1000).PValue, 1e-11);

    [Fact]
    public void Z_NoSuccessAnywhere_PValueIsOne() => Assert.Equal(1, ProportionTest.Z(0, 10, 0, 12).PValue);

    [Fact]
    public void FisherExact_MoreSuccessesThanTrials_Refused() => Assert.Throws<ArgumentOutOfRangeException>(() => ProportionTest.FisherExact(3, 2, 1, 2));

    private static void Equal(double low, double high, ConfidenceInterval interval)
    {
        Assert.Equal(low, interval.Low, 1e-12);
        Assert.Equal(high, interval.High, 1e-12);
    }
}
