using AiInfra.Metrics;
using AiInfra.Metrics.Tests.Families;
using AiInfra.Evaluation.Fairness;

namespace AiInfra.Evaluation.Tests.Fairness;

/// <summary>Bad input to fairness by group.</summary>
public class GroupFamilyTests
{
    [Fact]
    public void Of_BadColumns_NamesArgument() => Assert.Equal("", Refusal.Wrong(
    [
        new("lengths", "predicted", "2", () => GroupFairness.Of([true, false], [true], ["a", "b"])),
        new("groups", "groups", "1", () => GroupFairness.Of([true, false], [true, false], ["a"])),
        new("empty", "predicted", "no row", () => GroupFairness.Of([], [], [])),
        new("negative weight", "weights", "weights[1] is -1", () => GroupFairness.Of([true, false], [true, false], ["a", "b"], [1, -1])),
    ]));

    [Fact]
    public void Of_GroupWithoutPositives_RateIsUndefinedAndCounted()
    {
        GroupFairness fairness = GroupFairness.Of([true, false, false, false], [true, false, true, false], ["a", "a", "b", "b"]);
        Score rate = fairness.Groups.Single(g => g.Group == "b").TruePositiveRate;
        Assert.True(rate is { IsDefined: false, Undefined: > 0 });
        Assert.True(fairness.Difference(FairnessCriterion.EqualOpportunity).Undefined > 0);
    }

    [Fact]
    public void Of_OneGroup_SaysThatNothingIsCompared() =>
        Assert.Contains("nothing is compared", string.Join(' ', GroupFairness.Of([true, false], [true, false], ["a", "a"]).Difference(FairnessCriterion.DemographicParity).Notes));
}
