using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests.Statistics;

/// <summary>Boundaries of five equal looks at 5 %, two-sided: Jennison and Turnbull 2000.</summary>
public class GroupSequentialDesignTests
{
    [Theory]
    [InlineData(GroupSequentialBoundary.OBrienFleming, new[] { 4.562, 3.226, 2.634, 2.281, 2.040 })]
    [InlineData(GroupSequentialBoundary.OBrienFlemingSpending, new[] { 4.877, 3.357, 2.680, 2.290, 2.031 })]
    [InlineData(GroupSequentialBoundary.Pocock, new[] { 2.413, 2.413, 2.413, 2.413, 2.413 })]
    public void Equal_FiveLooks_KnownBoundaries(GroupSequentialBoundary boundary, double[] expected)
    {
        double[] found = [.. GroupSequentialDesign.Equal(5, boundary: boundary).Looks.Select(l => l.Boundary)];
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 0.0011));
    }

    [Theory]
    [InlineData(GroupSequentialBoundary.OBrienFlemingSpending)]
    [InlineData(GroupSequentialBoundary.PocockSpending)]
    public void Equal_ManyLooks_SpendAlphaInAll(GroupSequentialBoundary boundary) =>
        Assert.Equal(0.05, GroupSequentialDesign.Equal(50, boundary: boundary).Looks[^1].Spent, 1e-4);

    [Fact]
    public void Inflation_OBrienFlemingFiveLooks_AboutThreePercent() =>
        Assert.InRange(GroupSequentialDesign.Equal(5, boundary: GroupSequentialBoundary.OBrienFleming).Inflation(), 1.025, 1.031);

    [Fact]
    public void ExpectedFraction_RealEffect_SavesRows()
    {
        GroupSequentialDesign design = GroupSequentialDesign.Equal(5);
        Assert.InRange(design.ExpectedFraction(design.Drift(0.8)), 0.7, 0.9);
    }

    [Fact]
    public void Equal_OneLook_IsTheFixedTest() => Assert.Equal(1.959964, GroupSequentialDesign.Equal(1).Looks[0].Boundary, 1e-5);

    [Fact]
    public void New_FractionsThatFall_NamesTheIndex() =>
        Assert.Contains("fractions[1] is 0.4", Assert.Throws<ArgumentException>(() => new GroupSequentialDesign([0.5, 0.4, 1])).Message);
}
