using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests.Statistics;

/// <summary>Expected values: SciPy 1.10.1.</summary>
public class TwoSampleReferenceTests
{
    private static readonly double[] s_a = [1.1, 2.4, 0.3, 3.3, 5.2, 2.2, 4.1];
    private static readonly double[] s_b = [2.0, 4.4, 3.9, 6.1, 7.7, 5.5];
    private static readonly double[] s_tiedA = [1, 2, 2, 3, 4, 4, 5, 1, 2, 3];
    private static readonly double[] s_tiedB = [2, 3, 3, 4, 5, 5, 5, 6, 2];

    [Theory]
    [InlineData(PairedAlternative.TwoSided, 0.07342657342657342)]
    [InlineData(PairedAlternative.Less, 0.03671328671328671)]
    [InlineData(PairedAlternative.Greater, 0.9743589743589745)]
    public void MannWhitneyU_Exact_AsSciPy(PairedAlternative side, double expected)
    {
        TwoSampleResult result = TwoSample.MannWhitneyU(s_a, s_b, side, MannWhitneyMethod.Exact);
        Assert.Equal((8, expected), (result.Statistic, Math.Round(result.PValue, 14)), (e, r) => e.Item1 == r.Item1 && Math.Abs(e.Item2 - r.Item2) < 1e-12);
    }

    [Theory]
    [InlineData(PairedAlternative.TwoSided, true, 0.09567159827973665)]
    [InlineData(PairedAlternative.TwoSided, false, 0.08766135162097936)]
    [InlineData(PairedAlternative.Less, true, 0.047835799139868324)]
    [InlineData(PairedAlternative.Less, false, 0.04383067581048968)]
    [InlineData(PairedAlternative.Greater, true, 0.9598994542684381)]
    [InlineData(PairedAlternative.Greater, false, 0.9561693241895103)]
    public void MannWhitneyU_TiesAsymptotic_AsSciPy(PairedAlternative side, bool continuity, double expected) =>
        Assert.Equal(expected, TwoSample.MannWhitneyU(s_tiedA, s_tiedB, side, continuity: continuity).PValue, 1e-12);

    [Fact]
    public void MannWhitneyU_AutoWithFewRows_IsExact() =>
        Assert.Equal(0.07342657342657342, TwoSample.MannWhitneyU(s_a, s_b, method: MannWhitneyMethod.Auto).PValue, 1e-12);

    [Theory]
    [InlineData(PairedAlternative.TwoSided, 0.11275411894606942)]
    [InlineData(PairedAlternative.Less, 0.05637705947303471)]
    [InlineData(PairedAlternative.Greater, 0.9605533785100351)]
    public void MannWhitneyU_ExactWithTies_AsSciPy(PairedAlternative side, double expected) =>
        Assert.Equal(expected, TwoSample.MannWhitneyU(s_tiedA, s_tiedB, side, MannWhitneyMethod.Exact).PValue, 1e-12);

    [Theory]
    [InlineData(PairedAlternative.TwoSided, 0.0508179616361849)]
    [InlineData(PairedAlternative.Less, 0.02540898081809245)]
    [InlineData(PairedAlternative.Greater, 0.9745910191819075)]
    public void WelchT_AllSides_AsSciPy(PairedAlternative side, double expected) => Assert.Equal(expected, TwoSample.WelchT(s_a, s_b, side).PValue, 1e-12);

    [Theory]
    [InlineData(PairedAlternative.TwoSided, 0.046238197975788986)]
    [InlineData(PairedAlternative.Less, 0.023119098987894493)]
    public void StudentT_EqualVariances_AsSciPy(PairedAlternative side, double expected) => Assert.Equal(expected, TwoSample.StudentT(s_a, s_b, side).PValue, 1e-12);

    [Theory]
    [InlineData(PairedAlternative.TwoSided, KolmogorovMethod.Exact, 0.21212121212121213)]
    [InlineData(PairedAlternative.TwoSided, KolmogorovMethod.Asymptotic, 0.23172443580606836)]
    [InlineData(PairedAlternative.Less, KolmogorovMethod.Exact, 0.10606060606060606)]
    [InlineData(PairedAlternative.Less, KolmogorovMethod.Asymptotic, 0.08447442346645434)]
    [InlineData(PairedAlternative.Greater, KolmogorovMethod.Exact, 1.0)]
    public void KolmogorovSmirnov_AllSides_AsSciPy(PairedAlternative side, KolmogorovMethod method, double expected) =>
        Assert.Equal(expected, TwoSample.KolmogorovSmirnov(s_a, s_b, method, side).PValue, 1e-12);

    [Fact]
    public void KolmogorovSmirnov_OneSidedWithTies_AsSciPy() =>
        Assert.Equal(0.27203446708090673, TwoSample.KolmogorovSmirnov(s_tiedA, s_tiedB, KolmogorovMethod.Exact, PairedAlternative.Less).PValue, 1e-12);

    [Fact]
    public void ChiSquare_Yates_AsSciPy() => Assert.Equal(0.012245725251445815, TwoSample.ChiSquare([12, 5], [7, 19], correction: true).PValue, 1e-12);

    [Theory]
    [InlineData(PairedAlternative.TwoSided, 0.04895104895104895)]
    [InlineData(PairedAlternative.Less, 0.024475524475524476)]
    public void TwoSamples_AllDeals_AsSciPy(PairedAlternative side, double expected) =>
        Assert.Equal(expected, PermutationTest.TwoSamples(s_a, s_b, side).PValue, 1e-12);

    [Fact]
    public void TwoSamples_RandomDeals_NearTheExactPValue() =>
        Assert.Equal(0.04895, PermutationTest.TwoSamples(s_a, s_b, permutations: 1500, seed: 3).PValue, 0.02);

    [Fact]
    public void Wasserstein_Weights_AsSciPy() => Assert.Equal(6.607142857142858, Divergence.Wasserstein([0, 1, 3], [3, 1, 0], [5, 6, 8], [2, 1, 4]), 1e-12);

    [Fact]
    public void EnergyDistance_Weights_AsSciPy() => Assert.Equal(3.384011024249906, Divergence.EnergyDistance([0, 1, 3], [3, 1, 0], [5, 6, 8], [2, 1, 4]), 1e-12);

    [Fact]
    public void JensenShannonDistance_NaturalLogarithm_AsSciPy() => Assert.Equal(0.2953100471720493, Divergence.JensenShannonDistance([1, 2, 3], [3, 2, 1], Math.E), 1e-12);

    [Fact]
    public void WelchT_NaN_NamesTheSampleAndIndex() =>
        Assert.Contains("current[1] is NaN", Assert.Throws<ArgumentException>(() => TwoSample.WelchT([1, 2], [3, double.NaN])).Message);

    // mpmath: the regularised incomplete beta function with 30 digits.
    [Theory]
    [InlineData(1e-8, 2, 0.9999999929289322)]
    [InlineData(1e-5, 1998, 0.9999920221526837)]
    [InlineData(1e-5, 1999998, 0.9999920211553894)]
    [InlineData(3, 1999998, 0.002699829302265375)]
    [InlineData(20, 1999998, 5.619048295979103e-89)]
    [InlineData(3, 1999999998, 0.002699796096499052)]
    public void StudentPValue_ManyDegreesOrNearZero_KeepsItsDigits(double t, double freedom, double expected) =>
        Assert.Equal(1, NormalTail.StudentPValue(t, freedom, PairedAlternative.TwoSided) / expected, 1e-10);

    [Fact]
    public void WelchT_Infinite_NamesTheSampleAndIndex() =>
        Assert.Contains("reference[1] is Infinity", Assert.Throws<ArgumentException>(() => TwoSample.WelchT([1, double.PositiveInfinity], [3, 4])).Message.Replace("∞", "Infinity", StringComparison.Ordinal));

    [Fact]
    public void WelchT_FarFromZero_KeepsItsDigits() =>
        Assert.Equal(TwoSample.WelchT(s_a, s_b).Statistic, TwoSample.WelchT([.. s_a.Select(x => (1e3 * x) + 1e12)], [.. s_b.Select(x => (1e3 * x) + 1e12)]).Statistic, 1e-6);

    [Fact]
    public void WelchT_OneRowInASummary_Refused() =>
        Assert.Equal("countB", Assert.Throws<ArgumentOutOfRangeException>(() => TwoSample.WelchT(1, 1, 5, 2, 1, 1)).ParamName);

    // Pelz and Good's region; SciPy: kstwo.sf.
    [Theory]
    [InlineData(177, 0.08, 0.1964874454673159)]
    [InlineData(400, 0.05, 0.26121244607129124)]
    public void KolmogorovSurvival_PelzAndGood_AsSciPy(long n, double distance, double expected) => Assert.Equal(expected, KolmogorovDistribution.Survival(n, distance), 1e-12);

    [Fact]
    public void KolmogorovSmirnov_OneNumberAgainstOneAsymptotic_SaysNothing() =>
        Assert.Equal(1, TwoSample.KolmogorovSmirnov([1], [2], KolmogorovMethod.Asymptotic).PValue);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Wasserstein_NotFinite_NamesTheIndex(double odd) =>
        Assert.Contains("current[1] is", Assert.Throws<ArgumentException>(() => Divergence.Wasserstein([1, 2], [3, odd])).Message);

    [Fact]
    public void JensenShannonDistance_OtherLength_NamesTheArgument() => Assert.Equal("q", Assert.Throws<ArgumentException>(() => Divergence.JensenShannonDistance([1, 2], [1])).ParamName);

    [Fact]
    public void ChiSquare_NegativeCount_NamesTheIndex() =>
        Assert.Contains("referenceCounts[2] is -1", Assert.Throws<ArgumentException>(() => TwoSample.ChiSquare([1, 2, -1], [3, 4, 5])).Message);
}
