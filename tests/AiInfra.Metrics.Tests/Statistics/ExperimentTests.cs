using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests.Statistics;

/// <summary>CUPED and sample ratios.</summary>
public class ExperimentTests
{
    [Theory]
    [InlineData(60, 40, 1, 1, 0.05688793364098088)]
    [InlineData(30, 70, 1, 3, 0.24907145667188746)]
    public void SampleRatio_FewRows_IsSciPysBinomialTest(long first, long second, double planFirst, double planSecond, double expected) =>
        Assert.Equal(expected, SampleRatioTest.Test([first, second], [planFirst, planSecond]).PValue, 1e-11);

    [Fact]
    public void SampleRatio_ManyRows_IsChiSquare()
    {
        SampleRatioResult result = SampleRatioTest.Test([50_000, 50_700]);
        Assert.Equal((4.866, 0.0274, false), (Math.Round(result.Statistic, 3), Math.Round(result.PValue, 4), result.IsMismatch));
    }

    [Fact]
    public void SampleRatio_ThreeSidesExact_AsCountingAllTables()
    {
        // 4 rows to three equal sides: (4, 0, 0) and its kin are 3 of 81 orders.
        Assert.Equal(3.0 / 81, SampleRatioTest.Test([4, 0, 0]).PValue, 1e-12);
    }

    [Fact]
    public void SampleRatio_LostRows_AreSeen() => Assert.True(SampleRatioTest.Test([100_000, 97_000]).IsMismatch);

    [Fact]
    public void SampleRatio_PlannedNothing_NamesTheIndex() =>
        Assert.Contains("planned[1] is 0", Assert.Throws<ArgumentException>(() => SampleRatioTest.Test([3, 4], [1, 0])).Message);

    [Fact]
    public void Cuped_CorrelatedCovariate_TakesOutTheSquaredCorrelation()
    {
        (double[] y, double[] x) = Outcomes(4000, 1, 0.8, 0);
        (double[] other, double[] otherX) = Outcomes(4000, 2, 0.8, 0);
        CupedResult result = Cuped.Compare(y, x, other, otherX);
        Assert.Equal(0.8, result.Theta, 0.05);
        Assert.Equal(result.Correlation * result.Correlation, result.VarianceReduction, 0.01);
    }

    [Fact]
    public void Cuped_Effect_IsKeptAndSharper()
    {
        (double[] y, double[] x) = Outcomes(2000, 3, 0.9, 0.1);
        (double[] other, double[] otherX) = Outcomes(2000, 4, 0.9, 0);
        CupedResult result = Cuped.Compare(y, x, other, otherX);
        Assert.True(result.Interval.Contains(0.1) && result.StandardError < 0.6 * result.PlainStandardError, result.ToString());
    }

    [Fact]
    public void Cuped_Theta_IsNotMovedByTheEffect()
    {
        (double[] y, double[] x) = Outcomes(200, 5, 0.7, 0);
        (double[] other, double[] otherX) = Outcomes(200, 6, 0.7, 0);
        double without = Cuped.Compare(y, x, other, otherX).Theta;
        Assert.Equal(without, Cuped.Compare([.. y.Select(v => v + 100)], x, other, otherX).Theta, 1e-9);
    }

    [Fact]
    public void Cuped_MissingCovariates_AreAStratum()
    {
        // Rows without a covariate have another level, and there are more of them on one side: the plain difference is wrong, the adjusted one is not.
        (double[] y, double[] x) = Outcomes(1000, 7, 0.5, 0);
        (double[] other, double[] otherX) = Outcomes(1000, 8, 0.5, 0);
        for (int i = 0; i < 400; i++)
        {
            (x[i], y[i]) = (double.NaN, y[i] + 5);
            if (i < 200)
            {
                (otherX[i], other[i]) = (double.NaN, other[i] + 5);
            }
        }

        CupedResult result = Cuped.Compare(y, x, other, otherX);
        Assert.True(result.Interval.Contains(0) && !result.PlainInterval.Contains(0) && result.MissingCovariates == 600, result.ToString());
    }

    [Fact]
    public void Cuped_ConstantCovariate_ChangesNothing()
    {
        CupedResult result = Cuped.Compare([1, 2, 3], [5, 5, 5], [2, 3, 5], [5, 5, 5]);
        Assert.Equal((0, result.PlainDifference), (result.Theta, result.Difference));
    }

    [Fact]
    public void Cuped_FarFromZero_KeepsItsDigits()
    {
        double[] first = [1, 4, 2, 8, 5], before = [1, 3, 2, 6, 5], second = [3, 3, 9, 4], secondBefore = [2, 2, 7, 3];
        double near = Cuped.Compare(first, before, second, secondBefore).PValue;
        Assert.Equal(near, Cuped.Compare([.. first.Select(x => x + 1e12)], before, [.. second.Select(x => x + 1e12)], secondBefore).PValue, 1e-12);
    }

    [Fact]
    public void Cuped_OutcomeNotFinite_NamesTheIndex() =>
        Assert.Contains("second[1] is NaN", Assert.Throws<ArgumentException>(() => Cuped.Compare([1, 2], [1, 2], [1, double.NaN], [1, 2])).Message);

    [Fact]
    public void Adjust_Mean_Stays()
    {
        (double[] y, double[] x) = Outcomes(100, 9, 0.8, 0);
        Assert.Equal(y.Average(), Cuped.Adjust(y, x).Adjusted.Average(), 1e-12);
    }

    private static (double[] Y, double[] X) Outcomes(int n, ulong seed, double slope, double effect)
    {
        double[] noise = [.. PairedTestTests.Noise(2 * n, seed + 100, 0)];
        double[] x = noise[..n];
        return ([.. x.Select((v, i) => (slope * v) + (Math.Sqrt(1 - (slope * slope)) * noise[n + i]) + effect)], x);
    }
}
