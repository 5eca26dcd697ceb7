using AiInfra.Core.Rows;
using AiInfra.Evaluation;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Evaluation.Slices;
using AiInfra.Metrics.Regression;
using AiInfra.Support;

namespace AiInfra.Testing.Tests;

public class PeopleAssertionsTests
{
    [Fact]
    public void ShouldBeFairWithin_AlikeGroups_Passes() => Report(People(0, 0)).ShouldBeFairWithin(FairnessCriterion.EqualOpportunity, 0.1, "sex");

    [Fact]
    public void ShouldBeFairWithin_GroupsApart_NamesThem()
    {
        string message = Assert.Throws<ModelAssertionException>(() => GroupFairness.By(People(0, 0.6), "sex").ShouldBeFairWithin(FairnessCriterion.EqualOpportunity, 0.1)).Message;
        Assert.Contains("EqualOpportunity by sex should be within 0.1", message, StringComparison.Ordinal);
        Assert.Contains("lowest f, highest m", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldBeFairWithin_OneGroup_IsNoParity()
    {
        PredictionSet people = People(0, 0);
        int[] women = [.. Enumerable.Range(0, people.Count).Where(i => people.Input(i)["sex"].AsText() == "f")];
        Assert.Contains("cannot be judged", Assert.Throws<ModelAssertionException>(() => GroupFairness.By(people.Take(women), "sex").ShouldBeFairWithin(FairnessCriterion.EqualOpportunity, 0.1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldBeFairWithin_ColumnNotJudged_ListsThoseThatWere() =>
        Assert.Contains("It judged: sex", Assert.Throws<ArgumentException>(() => Report(People(0, 0)).ShouldBeFairWithin(FairnessCriterion.EqualOpportunity, 0.1, "age")).Message, StringComparison.Ordinal);

    [Fact]
    public void ShouldHaveNoBadSlices_EvenErrors_Passes() => Report(People(0.1, 0.1)).ShouldHaveNoBadSlices();

    [Fact]
    public void ShouldHaveNoBadSlices_BadSlice_NamesIt() =>
        Assert.Contains("sex = \"f\"", Assert.Throws<ModelAssertionException>(() => Report(People(0, 0.6)).ShouldHaveNoBadSlices()).Message, StringComparison.Ordinal);

    [Fact]
    public void ShouldHaveNoBadSlices_NothingTested_IsNoPass() =>
        Assert.Contains("could be tested", Assert.Throws<ModelAssertionException>(() => new SliceFinder().Find(People(0, 0).Take([0, 1, 2, 3])).ShouldHaveNoBadSlices()).Message, StringComparison.Ordinal);

    [Fact]
    public void ShouldHaveNoBadSlices_NotLookedFor_SaysWhatToAdd() =>
        Assert.Contains("FindBadSlices", Assert.Throws<ArgumentException>(() => new Evaluator(new EvaluationBuilder("x").Accuracy().Build()).Run(People(0, 0)).ShouldHaveNoBadSlices()).Message, StringComparison.Ordinal);

    [Fact]
    public void ShouldNotBeWorseOnAnySlice_SameModel_Passes() => People(0.2, 0.2).ShouldNotBeWorseOnAnySlice(People(0.2, 0.2));

    [Fact]
    public void ShouldNotBeWorseOnAnySlice_WorseForOneGroup_NamesIt() =>
        Assert.Contains("sex = \"f\"", Assert.Throws<ModelAssertionException>(() => People(0, 0.6).ShouldNotBeWorseOnAnySlice(People(0, 0))).Message, StringComparison.Ordinal);

    [Fact]
    public void ShouldBeAtLeastOnEverySlice_OneLow_NamesIt()
    {
        EvaluationReport report = Report(People(0, 0.6));
        report.ShouldBeAtLeastOnEverySlice("accuracy", 0.1);
        Assert.Contains("sex = f: accuracy", Assert.Throws<ModelAssertionException>(() => report.ShouldBeAtLeastOnEverySlice("accuracy", 0.9)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ScoreSet_ChainsWithScoreAssertions()
    {
        using var folder = new TemporaryFolder();
        var scores = new ScoreSet { MeanAbsoluteError.Of([1, 2], [1, 3]) };
        scores.ShouldNotRegress(Path.Combine(folder.Path, "scores.json"), update: true);
        scores["mae"].ShouldBeAtMost(0.5);
    }

    private static EvaluationReport Report(PredictionSet people) =>
        new Evaluator(new EvaluationBuilder("people").Accuracy().SliceBy("sex").FairnessBy("sex").FindBadSlices().Build()).Run(people);

    // So many of the answers are wrong.
    private static PredictionSet People(double wrongOfMen, double wrongOfWomen)
    {
        var schema = new RowSchema([new Column("sex", ValueKind.Text)]);
        var random = new Random(1);
        int[] truth = [.. Enumerable.Range(0, 800).Select(i => i / 2 % 2)];
        int[] predicted = [.. truth.Select((t, i) => random.NextDouble() < (i % 2 == 0 ? wrongOfMen : wrongOfWomen) ? 1 - t : t)];
        return PredictionSet.OfLabels(ClassLabels.Binary, truth, predicted, inputs: [.. truth.Select((_, i) => new Row(schema, [i % 2 == 0 ? "m" : "f"]))]);
    }
}
