using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Slices;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;

namespace AiInfra.Evaluation.Tests.Gates;

public class GateTests
{
    private static readonly PredictionSet NineOfTen = PredictionSet.OfLabels(ClassLabels.Binary, [.. Enumerable.Range(0, 200).Select(i => i % 2)], [.. Enumerable.Range(0, 200).Select(i => i < 20 ? 1 - (i % 2) : i % 2)]);

    [Theory]
    [InlineData(0.9, Verdict.Pass)]
    [InlineData(0.91, Verdict.Fail)]
    public void AtLeast_BareValue_ComparesTheValue(double value, Verdict expected) =>
        Assert.Equal(expected, Gate(g => g.AtLeast(new Accuracy(), value)).Decide(NineOfTen).Verdict);

    [Theory]
    [InlineData(0.85, Verdict.Pass)]
    [InlineData(0.89, Verdict.NotEnoughEvidence)]
    [InlineData(0.95, Verdict.Fail)]
    public void AtLeast_WithConfidence_ThreeAnswers(double value, Verdict expected) =>
        Assert.Equal(expected, Gate(g => g.AtLeast(new Accuracy(), value, 0.95)).Decide(NineOfTen).Verdict);

    [Fact]
    public void AtLeast_NotEnoughEvidence_SaysRowsNeeded() =>
        Assert.InRange(Gate(g => g.AtLeast(new Accuracy(), 0.89, 0.95)).Decide(NineOfTen).RowsNeeded!.Value, 4500, 7000);

    [Fact]
    public void AtMost_MetricWithoutAnalyticInterval_Bootstraps() =>
        Assert.NotNull(Gate(g => g.AtLeast(new FScore(), 0.8, 0.95)).Decide(NineOfTen).Conditions[0].Interval);

    [Fact]
    public void AtLeast_UndefinedMetric_IsNotEnoughEvidence()
    {
        PredictionSet oneClass = PredictionSet.OfScores(ClassLabels.Binary, [1, 1], [0.5, 0.6]);
        Assert.Equal(Verdict.NotEnoughEvidence, Gate(g => g.AtLeast(new RocAuc(), 0.7)).Decide(oneClass).Verdict);
    }

    [Fact]
    public void AtLeast_PerfectOnFourRows_IsNotEnoughEvidence()
    {
        PredictionSet four = PredictionSet.OfScores(ClassLabels.Binary, [0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]);
        Assert.Equal((Verdict.NotEnoughEvidence, 26), (Gate(g => g.AtLeast(new RocAuc(), 0.99, 0.95)).Decide(four).Verdict, Gate(g => g.AtLeast(new RocAuc(), 0.99, 0.95)).Decide(four).RowsNeeded));
    }

    [Fact]
    public void Decide_OneFailsOneOpen_Fails() =>
        Assert.Equal(Verdict.Fail, Gate(g => g.AtLeast(new Accuracy(), 0.89, 0.95).AtLeast(new Accuracy(), 0.99)).Decide(NineOfTen).Verdict);

    [Fact]
    public void NoWorseThanChampion_NoChampion_Passes() =>
        Assert.Equal(Verdict.Pass, Gate(g => g.NoWorseThanChampion(new Accuracy())).Decide(NineOfTen).Verdict);

    [Fact]
    public void BetterThanTrivial_MajorityAnswer_DoesNotPass()
    {
        int[] truth = [.. Enumerable.Range(0, 200).Select(i => i % 10 == 0 ? 1 : 0)];
        PredictionSet majority = PredictionSet.OfLabels(ClassLabels.Binary, truth, new int[200]);
        Assert.Equal(Verdict.NotEnoughEvidence, Gate(g => g.BetterThanTrivial(new Accuracy())).Decide(majority).Verdict);
    }

    [Fact]
    public void BetterThanTrivial_GoodModel_Passes() =>
        Assert.Equal(Verdict.Pass, Gate(g => g.BetterThanTrivial(new Accuracy())).Decide(NineOfTen).Verdict);

    [Fact]
    public void BetterThanTrivial_RegressionOnMean_UsesTheBetterOfMeanAndMedian()
    {
        double[] truth = [.. Enumerable.Range(0, 100).Select(i => i < 60 ? 0.0 : i)];
        PredictionSet median = PredictionSet.OfValues(truth, new double[100]);
        Assert.NotEqual(Verdict.Pass, Gate(g => g.BetterThanTrivial(new MeanAbsoluteError())).Decide(median).Verdict);
    }

    [Fact]
    public void OnEverySlice_OneBadSlice_FailsAndNamesIt()
    {
        GateDecision decision = Gate(g => g.OnEverySlice(new Accuracy(), 0.8, new ColumnSlicer("site"))).Decide(BySite());
        Assert.Equal(Verdict.Fail, decision.Verdict);
        Assert.Contains("site = south", decision.Explain());
    }

    [Fact]
    public void OnEverySlice_SlicesTooSmall_NotEnoughEvidence() =>
        Assert.Equal(Verdict.NotEnoughEvidence, Gate(g => g.OnEverySlice(new Accuracy(), 0.8, new ColumnSlicer("site"), 1000)).Decide(BySite()).Verdict);

    [Fact]
    public void Require_OwnFunction_Decides() =>
        Assert.Equal(Verdict.Fail, Gate(g => g.Require("a thousand rows", c => c.Candidate.Count >= 1000)).Decide(NineOfTen).Verdict);

    [Fact]
    public void ByName_UnknownMetric_ListsThoseThereAre() =>
        Assert.Contains("accuracy, f1", Assert.Throws<ArgumentException>(() => new GateBuilder([new Accuracy(), new FScore()]).AtLeast("rocAuc", 0.7)).Message);

    [Fact]
    public void Build_NoCondition_Refused() => Assert.Throws<ArgumentException>(() => new GateBuilder().Build());

    [Fact]
    public void Json_RoundTrip_KeepsEveryNumber()
    {
        (PredictionSet champion, PredictionSet candidate) = ChampionGateTests.Stream(300, 0.3, 0.25, 0, 2);
        GateDecision decision = Gate(g => g.AtLeast(new Accuracy(), 0.6, 0.9).BetterThanChampion(new Accuracy())).Decide(candidate, champion, "price 8", "price 7");
        GateDecision back = GateDecision.FromJson(decision.ToJson());
        Assert.Equal(decision.ToJson(), back.ToJson());
        Assert.Equal(decision.Explain(), back.Explain());
    }

    [Fact]
    public void ToEvent_OfDecision_CarriesWordsAndNumbers()
    {
        CatalogEvent happened = Gate(g => g.AtLeast(new Accuracy(), 0.5)).Decide(NineOfTen).ToEvent("price", DateTimeOffset.UnixEpoch, 42);
        Assert.Equal(("gate", "price", 42), (happened.Kind, happened.Subject, happened.Position));
        Assert.Equal(Verdict.Pass, GateDecision.FromJson(happened.Data).Verdict);
    }

    internal static PredictionSet BySite()
    {
        var schema = new RowSchema([new("site", ValueKind.Text)]);
        int[] truth = [.. Enumerable.Range(0, 400).Select(i => i / 2 % 2)];
        return PredictionSet.OfLabels(
            ClassLabels.Binary,
            truth,
            [.. truth.Select((t, i) => i % 4 == 0 ? 1 - t : t)],
            inputs: [.. truth.Select((_, i) => new Row(schema, [i % 2 == 0 ? "south" : "north"]))]);
    }

    private static Gate Gate(Func<GateBuilder, GateBuilder> build) => build(new GateBuilder()).Build();
}
