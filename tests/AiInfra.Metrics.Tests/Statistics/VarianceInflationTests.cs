using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests.Statistics;

public sealed class VarianceInflationTests
{
    private static readonly double[] s_hole = [1, 2, 3, 4, 5, double.NaN, 7, 8, 9];

    [Fact]
    public void OfMean_NaN_NamesTheIndex() => Assert.Contains("series[5]", Assert.Throws<ArgumentException>(() => VarianceInflation.OfMean(s_hole)).Message);

    [Fact]
    public void BlockLength_NaN_NamesTheIndex() => Assert.Contains("values[5]", Assert.Throws<ArgumentException>(() => SerialDependence.BlockLength(s_hole)).Message);

    [Fact]
    public void OfMean_AutoregressiveSeries_IsNearItsFormula()
    {
        // AR(1) with 0.8: (1 + 0.8) / (1 - 0.8) = 9.
        var random = new Random(1);
        double state = 0;
        double[] series = [.. Enumerable.Range(0, 50_000).Select(_ => state = (0.8 * state) + random.NextDouble() - 0.5)];
        Assert.Equal(9, VarianceInflation.OfMean(series), 1.5);
    }

    [Fact]
    public void OfMean_IndependentSeries_IsNearlyOne()
    {
        var random = new Random(2);
        double[] factors = [.. Enumerable.Range(0, 200).Select(_ => VarianceInflation.OfMean([.. Enumerable.Range(0, 500).Select(_ => random.NextDouble())]))];
        Assert.InRange(factors.Average(), 1, 1.1);
    }

    [Fact]
    public void OfCategories_RunsOfTwenty_IsFarAboveOne()
    {
        int[] series = [.. Enumerable.Range(0, 10_000).Select(i => i / 20 * 7919 % 5)];
        Assert.InRange(VarianceInflation.OfCategories(series), 8, 40);
    }

    [Fact]
    public void OfMean_Constant_IsOne() => Assert.Equal(1, VarianceInflation.OfMean(new double[100]));
}
