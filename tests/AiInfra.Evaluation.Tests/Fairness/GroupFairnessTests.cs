using AiInfra.Core.Rows;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics.Classification;

namespace AiInfra.Evaluation.Tests.Fairness;

public class GroupFairnessTests
{
    private static readonly GroupFairness Two = GroupFairness.Of(
        [true, true, false, false, true, true, false, false],
        [true, true, true, false, true, false, false, false],
        ["a", "a", "a", "a", "b", "b", "b", "b"]);

    [Fact]
    public void DemographicParity_ThreeQuartersAgainstOne_Known() =>
        Assert.Equal((0.5, 1 / 3.0), (Two.Difference(FairnessCriterion.DemographicParity).Value, Two.Ratio(FairnessCriterion.DemographicParity).Value));

    [Fact]
    public void EqualizedOdds_LargerOfBothRates_Known() =>
        Assert.Equal((0.5, 0), (Two.Difference(FairnessCriterion.EqualizedOdds).Value, Two.Ratio(FairnessCriterion.EqualizedOdds).Value));

    [Fact]
    public void Difference_Always_NamesTheGroups()
    {
        Disparity disparity = Two.Difference(FairnessCriterion.DemographicParity);
        Assert.Equal(("b", "a"), (disparity.Lowest, disparity.Highest));
    }

    [Fact]
    public void ToOverall_FarthestGroup_Known()
    {
        GroupFairness fairness = GroupFairness.Of([true, true, true, true], [true, true, true, false], ["a", "a", "a", "b"]);
        Assert.Equal(0.75, fairness.Difference(FairnessCriterion.DemographicParity, GroupComparison.ToOverall).Value);
        Assert.Equal(0, fairness.Ratio(FairnessCriterion.DemographicParity, GroupComparison.ToOverall).Value);
    }

    [Fact]
    public void EqualizedOdds_Mean_IsTheMeanOfBoth()
    {
        double hits = Two.Difference(FairnessCriterion.EqualOpportunity).Value, alarms = Two.Difference(FairnessCriterion.PredictiveEquality).Value;
        Assert.Equal((hits + alarms) / 2, Two.Difference(FairnessCriterion.EqualizedOdds, aggregate: OddsAggregate.Mean).Value);
    }

    [Fact]
    public void Of_GroupWithoutPositives_RateIsUndefinedAndLeftOutWithANote()
    {
        GroupFairness fairness = GroupFairness.Of([true, false, false], [true, false, true], ["a", "a", "b"]);
        Assert.True(double.IsNaN(fairness.Groups[1].TruePositiveRate.Value));
        Disparity disparity = fairness.Difference(FairnessCriterion.EqualOpportunity);
        Assert.Equal(1, disparity.Undefined);
        Assert.Contains("no value in 'b'", string.Join(';', disparity.Notes));
        Assert.Contains("only 'a' has a value", string.Join(';', disparity.Notes));
        Assert.Contains("no positive row", string.Join(';', fairness.Groups[1].Notes));
    }

    [Fact]
    public void Of_ZeroDivisionZero_RateIsZeroAndCounted()
    {
        GroupFairness fairness = GroupFairness.Of([true, false, false], [true, false, true], ["a", "a", "b"], options: new() { ZeroDivision = ZeroDivision.Zero });
        Assert.Equal((0, 1), (fairness.Groups[1].TruePositiveRate.Value, fairness.Groups[1].TruePositiveRate.Undefined));
        Assert.Equal(1, fairness.Undefined);
    }

    [Fact]
    public void Of_OneGroup_LooksPerfectAndSaysSo()
    {
        GroupFairness fairness = GroupFairness.Of([true, false], [true, true], ["a", "a"]);
        Assert.Equal((0, 1), (fairness.Difference(FairnessCriterion.DemographicParity).Value, fairness.Ratio(FairnessCriterion.DemographicParity).Value));
        Assert.Contains("nothing is compared", fairness.Difference(FairnessCriterion.DemographicParity).Notes[0]);
    }

    [Fact]
    public void Of_SmallGroup_SaysSoAndIntervalIsWide()
    {
        bool[] truth = [.. Enumerable.Repeat(true, 105)];
        bool[] predicted = [.. Enumerable.Range(0, 105).Select(i => i % 2 == 0)];
        string[] groups = [.. Enumerable.Range(0, 105).Select(i => i < 100 ? "large" : "small")];
        GroupFairness fairness = GroupFairness.Of(truth, predicted, groups);
        Assert.Contains("5 rows, fewer than 30", fairness.Groups[1].Notes);
        Assert.True(fairness.Difference(FairnessCriterion.DemographicParity).Interval!.Value is { Low: 0, High: > 0.35 });
        GroupFairness without = GroupFairness.Of(truth, predicted, groups, options: new() { LeaveOutSmall = true });
        Assert.Contains("1 small or empty group is left out", without.Difference(FairnessCriterion.DemographicParity).Notes);
    }

    [Fact]
    public void Of_Intersections_EmptyCombinationIsListedAsNaN()
    {
        PredictionSet set = PredictionSet.OfLabels(ClassLabels.Binary, [1, 0, 1], [1, 0, 0]);
        GroupFairness fairness = GroupFairness.Of(set, [new("sex", ["f", "f", "m"]), new("race", ["x", "y", "x"])]);
        GroupRates empty = fairness.Groups.Single(g => g.Group == "m, y");
        Assert.Equal((0, true), (empty.Count, double.IsNaN(empty.SelectionRate.Value)));
        Assert.Equal("no row", empty.Notes[0]);
        Assert.Equal(1, fairness.Difference(FairnessCriterion.DemographicParity).Undefined);
    }

    [Fact]
    public void Of_Probabilities_CalibrationByGroup()
    {
        PredictionSet set = PredictionSet.OfScores(ClassLabels.Binary, [1, 0, 1, 0], [0.9, 0.7, 0.5, 0.3]);
        GroupFairness fairness = GroupFairness.Of(set, [new("g", ["a", "a", "b", "b"])]);
        Assert.Equal([0.3, -0.1], fairness.Groups.Select(g => Math.Round(g.Calibration!.Gap.Value, 12)));
        Assert.Equal(0.4, fairness.Difference(FairnessCriterion.Calibration).Value, 1e-12);
    }

    [Fact]
    public void Of_CalibrationWithoutProbabilities_SaysWhy() =>
        Assert.Contains("needs probabilities", Assert.Throws<ArgumentException>(() => Two.Difference(FairnessCriterion.Calibration)).Message);

    [Fact]
    public void Of_PositiveClassZero_RatesAreOfThatClass()
    {
        PredictionSet set = PredictionSet.OfLabels(new(["hire", "reject"]), [0, 1, 0], [0, 1, 1]);
        GroupFairness fairness = GroupFairness.Of(set, [new("g", ["a", "a", "b"])], new() { Positive = 0 });
        Assert.Equal(("hire", 0.5, 0), (fairness.Positive, fairness.Groups[0].SelectionRate.Value, fairness.Groups[1].SelectionRate.Value));
    }

    [Fact]
    public void Of_Weights_CountRows()
    {
        GroupFairness fairness = GroupFairness.Of([true, true], [true, false], ["a", "a"], [3, 1]);
        Assert.Equal(0.75, fairness.Groups[0].SelectionRate.Value);
    }

    [Fact]
    public void Json_RoundTrip_SameText() => Assert.Equal(Two.ToJson(), GroupFairness.FromJson(Two.ToJson()).ToJson());

    [Fact]
    public void Explain_Always_NamesGroupsAndCriteria()
    {
        string text = Two.Explain();
        Assert.Contains("a: 4 rows", text);
        Assert.Contains("demographicParity difference 0.500", text);
    }

    [Fact]
    public void Of_GroupsOfOtherLength_SaysSo() =>
        Assert.Equal("groups", Assert.Throws<ArgumentException>(() => GroupFairness.Of([true], [true], ["a", "b"])).ParamName);

    [Fact]
    public void Of_UnknownColumn_ListsColumns()
    {
        var row = new Row(new RowSchema([new("sex", ValueKind.Text)]), ["f"]);
        PredictionSet set = PredictionSet.OfLabels(ClassLabels.Binary, [1], [1], inputs: [row]);
        Assert.Contains("Columns: sex", Assert.Throws<ArgumentException>(() => GroupFairness.By(set, "race")).Message);
    }

    [Fact]
    public void Of_Numbers_SaysWhatToUse() =>
        Assert.Contains("MetricFrame", Assert.Throws<ArgumentException>(() => GroupFairness.Of(PredictionSet.OfValues([1], [1]), [new("g", ["a"])])).Message);

    [Fact]
    public void Interval_ThreeEqualGroups_CoversNoDifferenceInNineteenOfTwenty()
    {
        int covered = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            bool[] predicted = [.. Enumerable.Range(0, 240).Select(_ => random.NextDouble() < 0.3)];
            string[] groups = [.. Enumerable.Range(0, 240).Select(i => i < 40 ? "a" : i < 120 ? "b" : "c")];
            Disparity disparity = GroupFairness.Of(predicted, predicted, groups).Difference(FairnessCriterion.DemographicParity);
            covered += disparity.Interval!.Value.Low <= 0 ? 1 : 0;
        }

        Assert.InRange(covered, 279, 300);
    }

    [Fact]
    public void Interval_UnequalGroups_CoversTheTrueDifferenceInNineteenOfTwenty()
    {
        double[] rates = [0.2, 0.35, 0.5];
        int covered = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            string[] groups = [.. Enumerable.Range(0, 300).Select(i => $"{i % 3}")];
            bool[] predicted = [.. Enumerable.Range(0, 300).Select(i => random.NextDouble() < rates[i % 3])];
            GroupFairness fairness = GroupFairness.Of(predicted, predicted, groups);
            covered += fairness.Difference(FairnessCriterion.DemographicParity).Interval!.Value.Contains(0.3) && fairness.Ratio(FairnessCriterion.DemographicParity).Interval!.Value.Contains(0.4) ? 1 : 0;
        }

        Assert.InRange(covered, 279, 300);
    }

    [Fact]
    public void Calibration_WeightedRows_CountByTheirWeights()
    {
        PredictionSet set = PredictionSet.OfScores(ClassLabels.Binary, [1, 0, 1], [0.9, 0.2, 0.6], [3, 1, 2]);
        GroupCalibration calibration = GroupFairness.Of(set, [new("g", ["a", "a", "b"])]).Groups.Single(g => g.Group == "a").Calibration!;
        Assert.Equal((2.9 / 4, -0.1 / 4), (calibration.MeanPredicted, calibration.Gap.Value), Near);
        Assert.Equal(0.5 / 4, calibration.Error, 1e-12);
    }

    private static bool Near((double A, double B) x, (double A, double B) y) => Math.Abs(x.A - y.A) < 1e-12 && Math.Abs(x.B - y.B) < 1e-12;
}
