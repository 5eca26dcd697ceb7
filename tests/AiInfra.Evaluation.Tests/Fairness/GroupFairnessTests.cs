using AiInfra.Evaluation.Fairness;

namespace AiInfra.Evaluation.Tests.Fairness;

public class GroupFairnessTests
{
    private static readonly GroupFairness Two = GroupFairness.Of(
        [true, true, false, false, true, true, false, false],
        [true, true, true, false, true, false, false, false],
        ["a", "a", "a", "a", "b", "b", "b", "b"]);

    [Fact]
    public void DemographicParity_ThreeQuartersAgainstOne_Known() =>
        Assert.Equal((0.5, 1 / 3.0), (Two.DemographicParityDifference, Two.DemographicParityRatio));

    [Fact]
    public void EqualizedOdds_LargerOfBothRates_Known() => Assert.Equal((0.5, 0), (Two.EqualizedOddsDifference, Two.EqualizedOddsRatio));

    [Fact]
    public void Undefined_GroupWithoutPositives_IsCounted() =>
        Assert.Equal(1, GroupFairness.Of([true, false, false], [true, false, true], ["a", "a", "b"]).Undefined);

    [Fact]
    public void Of_GroupsOfOtherLength_SaysSo() =>
        Assert.Equal("groups", Assert.Throws<ArgumentException>(() => GroupFairness.Of([true], [true], ["a", "b"])).ParamName);
}
