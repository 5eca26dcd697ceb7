using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests.Statistics;

public sealed class TwoSampleTests
{
    // Expected values: scipy 1.10.1, or counted by hand where small.
    [Fact]
    public void KolmogorovSmirnov_ExactSeparatedSamples_IsTwoOverTheOrders() =>
        Assert.Equal(2.0 / 20, TwoSample.KolmogorovSmirnov([1, 2, 3], [4, 5, 6]).PValue, 14);

    [Fact]
    public void KolmogorovSmirnov_ExactUnequalSizes_AgreesWithCounting()
    {
        // All 15 orders of 4 + 2 numbers, each with its statistic; the share with at least 0.75.
        var all = new List<double>();
        for (int i = 0; i < 6; i++)
        {
            for (int j = i + 1; j < 6; j++)
            {
                double[] b = [i, j], a = [.. Enumerable.Range(0, 6).Where(x => x != i && x != j).Select(x => (double)x)];
                all.Add(TwoSample.KolmogorovSmirnov(a, b).Statistic);
            }
        }

        TwoSampleResult result = TwoSample.KolmogorovSmirnov([0, 1, 2, 5], [3, 4]);
        Assert.Equal(0.75, result.Statistic);
        Assert.Equal(all.Count(d => d >= 0.75 - 1e-12) / 15.0, result.PValue, 14);
    }

    // SciPy: ks_2samp; in steps of more than two numbers a row the band over the diagonal leaves cells that no row has seen.
    [Theory]
    [InlineData(5, 53, 0.9735929862971607)]
    [InlineData(20, 107, 0.7811581950412954)]
    public void KolmogorovSmirnov_ExactMuchLargerSample_AsSciPy(int n, int m, double expected) => Assert.Equal(
        expected,
        TwoSample.KolmogorovSmirnov([.. Enumerable.Range(0, n).Select(i => (double)i / n)], [.. Enumerable.Range(0, m).Select(i => (0.85 * i / m) + 0.001)]).PValue,
        1e-12);

    [Fact]
    public void KolmogorovSmirnov_SameSample_PValueIsOne() => Assert.Equal(1, TwoSample.KolmogorovSmirnov([1, 2, 3], [1, 2, 3]).PValue);

    [Fact]
    public void KolmogorovSurvival_MarsagliaTsangWangsExample_Agrees() =>
        Assert.Equal(1 - 0.6284796154565043, KolmogorovDistribution.Survival(10, 0.274), 7);

    [Fact]
    public void KolmogorovSurvival_AtTheSeamOfItsFormulas_IsContinuous()
    {
        foreach (int n in new[] { 50, 140, 141, 200, 1000, 20_000 })
        {
            double last = 1;
            for (double square = 0.2; square < 6; square += 0.01)
            {
                double now = KolmogorovDistribution.Survival(n, Math.Sqrt(square / n));
                Assert.InRange(now, last * 0.93, last);
                last = now;
            }
        }
    }

    [Fact]
    public void KolmogorovSurvival_PelzGoodAndMatrix_Agree()
    {
        // n = 141 uses Pelz and Good in the middle; the exact matrix gives the same there.
        double x = Math.Sqrt(1.5 / 141);
        Assert.Equal(1 - MarsagliaTsangWang.Cumulative(141, x), KolmogorovDistribution.Survival(141, x), 1e-5);
    }

    [Fact]
    public void MannWhitneyU_AllEqual_PValueIsOne() => Assert.Equal(1, TwoSample.MannWhitneyU([1, 1, 1], [1, 1]).PValue);

    [Fact]
    public void WelchT_ConstantSamples_DecidesByTheMeans()
    {
        Assert.Equal(new TwoSampleResult(double.NaN, 1), TwoSample.WelchT([2, 2], [2, 2, 2]));
        Assert.Equal(0, TwoSample.WelchT([2, 2], [3, 3, 3]).PValue);
    }

    [Fact]
    public void ChiSquare_ReferenceValue_Agrees()
    {
        TwoSampleResult result = TwoSample.ChiSquare([48, 35, 32], [24, 17, 14]);
        Assert.Equal(0.1116898224648698, result.Statistic, 12);
        Assert.Equal(0.9456857897615563, result.PValue, 12);
        Assert.Equal(2, result.DegreesOfFreedom);
    }

    [Fact]
    public void ChiSquare_CellEmptyOnBothSides_IsLeftOut() =>
        Assert.Equal(TwoSample.ChiSquare([4, 6], [7, 3]), TwoSample.ChiSquare([4, 0, 6], [7, 0, 3]));

    [Fact]
    public void JensenShannonDistance_DisjointCells_IsOne() => Assert.Equal(1, Divergence.JensenShannonDistance([1, 0], [0, 5]), 14);

    [Fact]
    public void KlDivergence_EmptyCellInQ_IsInfinite() => Assert.Equal(double.PositiveInfinity, Divergence.KlDivergence([1, 1], [1, 0]));

    [Fact]
    public void Wasserstein_Shift_IsTheShift() => Assert.Equal(2.5, Divergence.Wasserstein([0, 1, 5], [2.5, 3.5, 7.5]), 14);

    [Fact]
    public void EmptySample_Throws() => Assert.Throws<ArgumentException>(() => TwoSample.KolmogorovSmirnov([], [1]));

    [Fact]
    public void NotANumber_Throws() => Assert.Throws<ArgumentException>(() => TwoSample.MannWhitneyU([1, double.NaN], [1]));

    [Fact]
    public void PopulationStability_NoShift_StaysUnderItsNoise()
    {
        var random = new Random(5);
        int above = 0;
        double limit = Divergence.PopulationStabilityNoise(10, 1000, 1000, 0.95);
        for (int trial = 0; trial < 1000; trial++)
        {
            var a = new double[10];
            var b = new double[10];
            for (int i = 0; i < 1000; i++)
            {
                a[random.Next(10)]++;
                b[random.Next(10)]++;
            }

            above += Divergence.PopulationStability(a, b) > limit ? 1 : 0;
        }

        Assert.InRange(above, 25, 75);
    }

    // Squares of such numbers leave the range of a double.
    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void Means_NumbersOfExtremeSize_AsInAnotherUnit(double unit)
    {
        double[] a = [1, 2, 4], b = [3, 5, 9], x = [.. a.Select(v => v * unit)], y = [.. b.Select(v => v * unit)];
        Assert.Equal(TwoSample.WelchT(a, b).PValue, TwoSample.WelchT(x, y).PValue, 1e-12);
        Assert.Equal(TwoSample.StudentT(a, b).PValue, TwoSample.StudentT(x, y).PValue, 1e-12);
        Assert.Equal(PairedTTest.Test(a, b).PValue, PairedTTest.Test(x, y).PValue, 1e-12);
        Assert.Equal(PairedTTest.Test(a, b).StandardError * unit, PairedTTest.Test(x, y).StandardError, 1e-12 * unit);
    }
}
