using AiInfra.Metrics.Statistics;
using AiInfra.Evaluation.Fairness;

namespace AiInfra.Evaluation.Tests.Fairness;

public class AdverseImpactTests
{
    [Fact]
    public void Of_LargeGroupsFarApart_IsAdverse()
    {
        AdverseImpact impact = Of(("a", 500, 250), ("b", 500, 150));
        Assert.Equal((ImpactFinding.Adverse, "a"), (impact.Finding, impact.Reference));
        Assert.Equal(0.6, impact.Groups[0].Ratio, 1e-12);
        Assert.True(impact.Groups[0].Interval!.Value.High < 0.8);
    }

    [Fact]
    public void Of_SmallGroupBelowFourFifths_IsNotEnoughEvidence()
    {
        AdverseImpact impact = Of(("a", 500, 250), ("b", 8, 3));
        Assert.Equal(ImpactFinding.NotEnoughEvidence, impact.Finding);
        Assert.Equal("Fisher's exact", impact.Groups[0].Test);
    }

    [Fact]
    public void Of_TinyGroupAllSelected_IsNotTheReference() => Assert.Equal("a", Of(("a", 500, 250), ("tiny", 1, 1), ("b", 500, 240)).Reference);

    [Fact]
    public void Of_RatioHighEnough_NoFinding() => Assert.Equal(ImpactFinding.None, Of(("a", 500, 250), ("b", 500, 210)).Finding);

    [Fact]
    public void Of_NobodySelected_NoReference() => Assert.Null(Of(("a", 5, 0), ("b", 5, 0)).Reference);

    // scipy.stats.fisher_exact([[8, 2], [1, 5]])
    [Fact]
    public void Two_FewRows_FishersTest()
    {
        (double p, string test) = RateTests.Two(8, 10, 1, 6);
        Assert.Equal(0.034965034965034975, p, 1e-12);
        Assert.Equal("Fisher's exact", test);
    }

    [Fact]
    public void Two_NothingSelected_IsOne() => Assert.Equal(1, RateTests.Two(0, 10, 0, 6).PValue, 1e-12);

    [Fact]
    public void Two_WeightsThatRoundToNoRow_IsOne() => Assert.Equal(1, RateTests.Two(0.2, 0.3, 3, 6).PValue);

    [Fact]
    public void All_ThreeGroupsAllSelected_IsOne() => Assert.Equal(1, RateTests.All([(3, 3), (5, 5), (2, 2)]));

    // scipy.stats.chi2_contingency([[30, 70], [45, 55], [20, 80]]).pvalue
    [Fact]
    public void All_ThreeGroups_IsHomogeneity() =>
        Assert.Equal(ChiSquareTest.Homogeneity([[30, 70], [45, 55], [20, 80]]).PValue, RateTests.All([(30, 100), (45, 100), (20, 100), (0, 0)]), 1e-15);

    // 200 of 1000 against 240 of 1000: z 2.15917.
    [Fact]
    public void Two_LargeCounts_TwoProportionTest()
    {
        (double p, string test) = RateTests.Two(200, 1000, 240, 1000);
        Assert.Equal((0.03084, "two-proportion z"), (Math.Round(p, 5), test));
    }

    // Newcombe 1998, method 10: 56 of 70 less 48 of 80.
    [Fact]
    public void Difference_OfWilsonIntervals_IsNewcombes()
    {
        (double low, double high) = GapIntervals.Difference(0.8, ProportionInterval.Wilson(56, 70), 0.6, ProportionInterval.Wilson(48, 80));
        Assert.Equal((0.0524, 0.3339), (Math.Round(low, 4), Math.Round(high, 4)));
    }

    [Fact]
    public void Entropy_AllRight_IsZero() => Assert.Equal(0, GeneralizedEntropy.Of([true, false], [true, false]), 1e-15);

    // Benefits 1, 2, 0, 1: mean 1; (0 + 1 + 1 + 0) / 4 / 2 = 0.25 and 2 ln 2 / 4.
    [Fact]
    public void Entropy_OneOfEach_Known()
    {
        bool[] truth = [true, false, true, false], predicted = [true, true, false, false];
        Assert.Equal(0.25, GeneralizedEntropy.Of(truth, predicted), 1e-15);
        Assert.Equal(2 * Math.Log(2) / 4, GeneralizedEntropy.Theil(truth, predicted), 1e-15);
    }

    [Fact]
    public void Entropy_NobodyGetsAnything_Undefined() => Assert.True(double.IsNaN(GeneralizedEntropy.Of([true], [false])));

    private static AdverseImpact Of(params (string Name, int Count, int Selected)[] groups)
    {
        bool[] predicted = [.. groups.SelectMany(g => Enumerable.Range(0, g.Count).Select(i => i < g.Selected))];
        return GroupFairness.Of(predicted, predicted, [.. groups.SelectMany(g => Enumerable.Repeat(g.Name, g.Count))]).Impact;
    }
}
