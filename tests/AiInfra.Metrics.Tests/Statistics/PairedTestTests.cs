using AiInfra.Core.Rows;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests.Statistics;

public class PairedTestTests
{
    // Differences of the plant data in Wilcoxon's paper, as widely quoted.
    private static readonly double[] Plants = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75];
    private static readonly double[] Zeros = new double[15];

    [Fact]
    public void McNemarExact_FifteenAgainstFive_KnownPValue() =>
        Assert.Equal(0.0413894653, McNemarTest.Exact(15, 5).PValue, 1e-9);

    [Theory]
    [InlineData(true, 4.05, 0.04417)]
    [InlineData(false, 5.0, 0.02535)]
    public void McNemarAsymptotic_FifteenAgainstFive_KnownStatisticAndPValue(bool correction, double statistic, double p)
    {
        PairedTestResult result = McNemarTest.Asymptotic(15, 5, correction: correction);
        Assert.Equal((statistic, p), (result.Statistic, Math.Round(result.PValue, 5)));
    }

    [Theory]
    [InlineData(PairedAlternative.Greater)]
    [InlineData(PairedAlternative.Less)]
    public void McNemarExact_OneSided_IsComplementWithTheTie(PairedAlternative alternative)
    {
        double greater = McNemarTest.Exact(12, 7, alternative: PairedAlternative.Greater).PValue;
        double less = McNemarTest.Exact(12, 7, alternative: PairedAlternative.Less).PValue;
        double tie = 50388.0 / 524288; // C(19, 12) / 2^19
        Assert.Equal(1 + tie, greater + less, 1e-12);
        Assert.True(alternative == PairedAlternative.Greater ? greater < 0.5 : less > 0.5);
    }

    [Fact]
    public void McNemar_NothingDiscordant_CannotTell() => Assert.Equal(1, McNemarTest.Test(0, 0, 100).PValue);

    [Fact]
    public void Wilcoxon_PlantData_KnownStatisticAndPValue()
    {
        PairedTestResult result = WilcoxonTest.Test(Plants, Zeros);
        Assert.Equal((24, 0.041259765625), (result.Statistic, Math.Round(result.PValue, 12)));
    }

    [Fact]
    public void Wilcoxon_PlantDataGreater_HalfOfTwoSided() =>
        Assert.Equal(0.0206298828125, WilcoxonTest.Test(Plants, Zeros, PairedAlternative.Greater).PValue, 1e-12);

    [Fact]
    public void Wilcoxon_ManyPairs_AsymptoticNearsExact()
    {
        double[] x = [.. Enumerable.Range(0, 50).Select(i => Math.Sin(i * 1.7) + 0.3)];
        double exact = WilcoxonTest.Test(x, new double[50]).PValue;
        double asymptotic = WilcoxonTest.Test([.. x, 1e-9], new double[51]).PValue;
        Assert.Equal(exact, asymptotic, 0.003);
    }

    [Fact]
    public void PairedT_PlantData_KnownStatistic()
    {
        // mean 20.9333, s 37.7437: the statistic of a textbook (Hays) for the same plants.
        PairedTestResult result = PairedTTest.Test(Plants, Zeros);
        Assert.Equal((2.148, 0.0497), (Math.Round(result.Statistic, 3), Math.Round(result.PValue, 4)));
    }

    [Fact]
    public void PairedT_ConstantDifference_IsCertain() =>
        Assert.Equal(0, PairedTTest.Test([2, 3, 4], [1, 2, 3], PairedAlternative.Greater).PValue);

    [Fact]
    public void PairedT_NaN_NamesIndex() =>
        Assert.Contains("index 1", Assert.Throws<ArgumentException>(() => PairedTTest.Test([1, double.NaN, 3], [1, 2, 3])).Message);

    [Fact]
    public void PairedTSerial_IndependentDifferences_UsesLagOneOrLess()
    {
        double[] x = [.. Noise(400, 3, 0)];
        Assert.InRange(SerialDependence.BlockLength(x), 1, 3);
    }

    [Fact]
    public void PairedTSerial_CorrelatedStream_RejectsFarLessThanPlainT()
    {
        int plain = 0, serial = 0;
        for (ulong seed = 1; seed <= 300; seed++)
        {
            double[] x = [.. Noise(500, seed, 0.8)];
            plain += PairedTTest.Test(x, new double[500], PairedAlternative.Greater).PValue <= 0.05 ? 1 : 0;
            serial += PairedTTest.TestSerial(x, new double[500], -1, PairedAlternative.Greater).PValue <= 0.05 ? 1 : 0;
        }

        Assert.True(plain > 60 && serial < 33, $"plain {plain}, serial {serial} of 300; 15 are right");
    }

    [Fact]
    public void Permutation_PlantData_NearsWilcoxonAndT() =>
        Assert.InRange(PermutationTest.Test(Plants, Zeros).PValue, 0.045, 0.06);

    [Fact]
    public void Permutation_OneSided_ExactCount()
    {
        // All eight signs of 1, 2, 3: only +++ reaches 6.
        Assert.Equal(0.125, PermutationTest.Test([1, 2, 3], [0, 0, 0], PairedAlternative.Greater).PValue);
    }

    [Fact]
    public void Permutation_SameSeed_SameAnswer()
    {
        double[] x = [.. Noise(100, 5, 0)];
        Assert.Equal(PermutationTest.Test(x, new double[100], seed: 9), PermutationTest.Test(x, new double[100], seed: 9));
    }

    internal static IEnumerable<double> Noise(int n, ulong seed, double correlation)
    {
        var random = new SplitMix64(seed);
        double last = 0;
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            for (int k = 0; k < 12; k++)
            {
                sum += (random.Next() >> 11) * 1.1102230246251565E-16;
            }

            last = (correlation * last) + sum - 6;
            yield return last;
        }
    }
}
