using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests.Statistics;

/// <summary>Expected values: SciPy 1.10.1.</summary>
public class ChiSquareTestTests
{
    [Fact]
    public void Homogeneity_ThreeByFour_AsSciPy()
    {
        ChiSquareResult result = ChiSquareTest.Homogeneity([[10, 20, 30, 5], [6, 9, 17, 4], [3, 30, 8, 11]]);
        Assert.Equal(23.927050881767656, result.Statistic, 1e-11);
        Assert.Equal(0.0005386414647457851, result.PValue, 1e-14);
        Assert.Equal((6, 4.47058824), (result.DegreesOfFreedom, Math.Round(result.SmallestExpected, 8)));
    }

    [Theory]
    [InlineData(false, 7.946867309676909)]
    [InlineData(true, 6.274940213939829)]
    public void Homogeneity_TwoByTwo_AsSciPy(bool correction, double expected) =>
        Assert.Equal(expected, ChiSquareTest.Homogeneity([[12, 5], [7, 19]], correction).Statistic, 1e-12);

    [Fact]
    public void Homogeneity_EmptyColumn_LeftOut() =>
        Assert.Equal(ChiSquareTest.Homogeneity([[12, 5], [7, 19]]).PValue, ChiSquareTest.Homogeneity([[12, 0, 5], [7, 0, 19]]).PValue);

    [Fact]
    public void Homogeneity_RaggedTable_NamesTheRow() =>
        Assert.Contains("table[1] has 1 columns", Assert.Throws<ArgumentException>(() => ChiSquareTest.Homogeneity([[1, 2], [3]])).Message);

    [Fact]
    public void GoodnessOfFit_Expected_AsSciPy() =>
        Assert.Equal(0.6233876277495822, ChiSquareTest.GoodnessOfFit([16, 18, 16, 14, 12, 12], [16, 16, 16, 16, 16, 8]).PValue, 1e-12);

    [Fact]
    public void GoodnessOfFit_EstimatedParameter_AsSciPysDdof() =>
        Assert.Equal(0.7357588823428847, ChiSquareTest.GoodnessOfFit([16, 18, 16, 14, 12, 12], estimated: 1).PValue, 1e-12);

    [Fact]
    public void GoodnessOfFit_SeenButNotExpected_PValueIsZero() => Assert.Equal(0, ChiSquareTest.GoodnessOfFit([3, 1], [1, 0]).PValue);

    [Fact]
    public void Tests_WithoutFreedom_HaveNoPValue()
    {
        Assert.True(double.IsNaN(ChiSquareTest.GoodnessOfFit([7]).PValue));
        Assert.True(double.IsNaN(ChiSquareTest.GoodnessOfFit([7, 0, 3], [1, 0, 1], estimated: 1).PValue));
        Assert.True(double.IsNaN(ChiSquareTest.Homogeneity([[3, 4], [0, 0]]).PValue));
        Assert.True(double.IsNaN(ChiSquareTest.Homogeneity([[3, 0], [4, 0]]).PValue));
    }
}
