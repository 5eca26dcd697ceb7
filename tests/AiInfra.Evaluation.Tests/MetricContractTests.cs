using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;

namespace AiInfra.Evaluation.Tests;

/// <summary>A metric that breaks its contract is refused by its name, before a number of it is believed.</summary>
public class MetricContractTests
{
    private static readonly PredictionSet Four = PredictionSet.OfValues([1, 2, 3, 4], [1, 2, 4, 4]);

    [Theory]
    [InlineData("null")]
    [InlineData("the metric itself")]
    [InlineData("AiInfra.Metrics.Regression.MeanSquaredError")]
    [InlineData("one of the signature 'own|of:other|version:1'")]
    [InlineData("one that has seen 1")]
    public void New_ThatIsNoFreshOne_IsRefusedEverywhere(string wrong)
    {
        var seen = new Named("own", "of:mine");
        seen.Add(1, 1);
        Named metric = new("own", "of:mine") { Next = m => wrong switch { "null" => null!, "the metric itself" => m, "one that has seen 1" => seen, _ when wrong.StartsWith("one", StringComparison.Ordinal) => new Named("own", "of:other"), _ => new MeanSquaredError() } };
        Assert.All(
            [
                () => new EvaluationBuilder("e").Metric(metric),
                () => new Evaluator(new EvaluationPlan { Name = "e", Metrics = [metric] }).Run(Four),
                () => new ScoredPredictions(Four, metric),
                () => new GateContext(Four).Score(metric),
            ],
            (Func<object> act) => Assert.Matches($"^New\\(\\) of 'own\\|of:mine\\|version:1' .* gives (a )?{System.Text.RegularExpressions.Regex.Escape(wrong)}; give a new Named", Assert.Throws<ArgumentException>(act).Message));
    }

    [Fact]
    public void Gate_NameOfTwoMetrics_IsRefusedWithTheirSignatures()
    {
        EvaluationBuilder two = new EvaluationBuilder("e").Metric(new Named("mae", "own:1")).MeanAbsoluteError();
        Assert.Contains("'mae|own:1|version:1' and 'mae|version:1'", Assert.Throws<ArgumentException>(() => two.Gate(g => g.AtMost("mae", 0.3)).Build()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_NameOfTwoMetrics_IsAskedBySignature()
    {
        EvaluationReport report = new Evaluator(new EvaluationPlan { Name = "e", Metrics = [new Named("mae", "own:1") { Cost = (_, _) => 0 }, new MeanAbsoluteError(), new MeanSquaredError()] }).Run(Four);
        Assert.Contains("Ask by signature", Assert.Throws<ArgumentException>(() => report["mae"]).Message, StringComparison.Ordinal);
        Assert.Equal((0, 0.25), (report["mae|own:1|version:1"], report["mae|version:1"]));
        Assert.Equal(["mae|own:1|version:1", "mae|version:1", "mse"], report.ToMetrics().Keys);
        Assert.Equal(["t/mae|own:1|version:1", "t/mae|version:1", "t/mse"], report.ToMetricPoints(1, "t/").Select(p => p.Key));
    }

    [Fact]
    public void Groups_NameOfTwoMetrics_IsAskedBySignature()
    {
        PredictionSet classes = GateTests();
        MetricFrame frame = MetricFrame.Of(classes, [new FScore(Average.Macro), new FScore(Average.Micro)], [GroupColumn.From(classes, "site")]);
        Assert.Contains("There are 2 metrics 'f1'", Assert.Throws<ArgumentException>(() => frame.ByGroup[0]["f1"]).Message, StringComparison.Ordinal);
        Assert.Contains("There are 2 metrics 'f1'", Assert.Throws<ArgumentException>(() => frame.Difference("f1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gate_MetricOfTwoScores_IsOpenAndNamesThem()
    {
        Score half = Accuracy.Of([1, 0], [1, 1]), all = Accuracy.Of([1, 0], [1, 0]);
        GateDecision decision = new GateBuilder().AtLeast(new Accuracy(), 0.9).Build().Decide(new ScoreSet { { all, "first" }, { half, "second" } });
        Assert.Equal(Verdict.NotEnoughEvidence, decision.Verdict);
        Assert.Contains("2 scores (first, second)", decision.Explain(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-5.25)]
    [InlineData(double.NaN)]
    public void Loss_ThatIsNone_IsRefusedByMetricAndRow(double loss)
    {
        Named metric = new("own") { Cost = (_, v) => v == 4 ? loss : 1 };
        string said = FormattableString.Invariant($"The own of row 2 (truth 3, value 4) is {loss}; a loss is zero or more.");
        Assert.StartsWith(said, Assert.Throws<ArgumentException>(() => Four.Score(metric)).Message, StringComparison.Ordinal);
        GateDecision decision = new GateBuilder().AtMost(metric, 9).Build().Decide(Four);
        Assert.Equal(Verdict.Fail, decision.Verdict);
        Assert.Contains(said, decision.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void Loss_BeyondADouble_IsAnInfiniteScoreWithoutInterval()
    {
        Named metric = new("own") { Cost = (_, v) => v == 4 ? double.PositiveInfinity : 1 };
        Score score = Four.Score(metric);
        Assert.Equal((double.PositiveInfinity, null), (score.Value, score.Interval));
        Assert.NotEqual(Verdict.Pass, new GateBuilder().AtMost(metric, 9, 0.95).Build().Decide(Four).Verdict);
    }

    [Fact]
    public void Loss_OfProbabilitiesThatIsNone_IsRefusedByMetricAndRow()
    {
        PredictionSet classes = PredictionSet.OfScores(ClassLabels.Binary, [0, 1, 1], [0.2, 0.8, 0.4]);
        Assert.StartsWith("The own of row 2 (true class 1) is -1;", Assert.Throws<ArgumentException>(() => classes.Score(new NegativeProbabilities())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("is null")]
    [InlineData("is called 'other'")]
    [InlineData("has the signature 'odd|version:2'")]
    [InlineData("says that less is better, the metric that more is")]
    [InlineData("is 0.9, but the mean of the 3 pictures is 0.2")]
    public void Result_ThatIsNotTheMetrics_IsRefusedWhenAdded(string wrong)
    {
        Odd metric = new(wrong switch
        {
            "is null" => null!,
            "is called 'other'" => new("other", 0.2, 3, "odd|version:1") { HigherIsBetter = true },
            "has the signature 'odd|version:2'" => new("odd", 0.2, 3, "odd|version:2") { HigherIsBetter = true },
            "says that less is better, the metric that more is" => new("odd", 0.2, 3, "odd|version:1"),
            _ => new("odd", 0.9, 3, "odd|version:1") { HigherIsBetter = true },
        });
        Odd right = new(new("odd", 0.2, 3, "odd|version:1") { HigherIsBetter = true });
        Assert.Contains($"The result of 'odd|version:1' ({typeof(Odd)}) {wrong}", Assert.Throws<ArgumentException>(() => new ScoreSet { metric }).Message, StringComparison.Ordinal);
        Assert.Contains(wrong, Assert.Throws<ArgumentException>(() => ModelComparer.Compare(metric, right, new() { MinimumRows = 2 })).Message, StringComparison.Ordinal);
        Assert.Contains(wrong, Assert.Throws<ArgumentException>(() => metric.WithInterval()).Message, StringComparison.Ordinal);
        Assert.Equal(0.2, new ScoreSet { right }["odd"].Value);
    }

    [Fact]
    public void Family_Null_IsRefusedWhenAdded() =>
        Assert.Contains("The Family of 'odd|version:1'", Assert.Throws<ArgumentException>(() => new ScoreSet { new Odd(new("odd", 0.2, 3, "odd|version:1") { HigherIsBetter = true }, null!) }).Message, StringComparison.Ordinal);

    [Fact]
    public void Compare_UnitsOfOtherIds_SaysThatNoneIsShared()
    {
        static EvidencedScore Of(string prefix) => new(new("s", 1, 40, "s|version:1"), new Evidence("pictures", [.. Enumerable.Repeat(1.0, 40)]) { Ids = [.. Enumerable.Range(0, 40).Select(i => $"{prefix}{i}")] });
        GateDecision decision = new GateBuilder().NoWorseThanChampion("s").Build().Decide(new ScoreSet { Of("p") }, new ScoreSet { Of("q") });
        Assert.Equal(Verdict.Fail, decision.Verdict);
        Assert.Contains("None of the candidate's 40 pictures ('p0', ...) is among the champion's 40 ('q0', ...)", decision.Explain(), StringComparison.Ordinal);
    }

    private static PredictionSet GateTests() => Gates.GateTests.BySite();

    private sealed class Named(string name, string options = "") : ValueMeanMetric(name, options)
    {
        public Func<Named, Metric>? Next { get; init; }

        public Func<double, double, double>? Cost { get; init; }

        public override Metric New() => Next is null ? new Named(Name, Signature.Split('|') is { Length: 3 } parts ? parts[1] : "") { Cost = Cost } : Next(this);

        protected override double RowLoss(double truth, double value) => Cost?.Invoke(truth, value) ?? Math.Abs(truth - value);
    }

    private sealed class NegativeProbabilities() : ProbabilityMeanMetric("own")
    {
        public override Metric New() => new NegativeProbabilities();

        protected override double RowLoss(int label, ReadOnlySpan<double> probabilities) => probabilities[1] < 0.5 && label == 1 ? -1 : 0;
    }

    private sealed class Odd(Score result, string family = "Odd") : ScoredMetric("odd", true)
    {
        public override string Family => family;

        public override long Count => 3;

        public override Evidence? Evidence => new("pictures", [0.1, 0.2, 0.3]);

        public override ScoredMetric New() => new Odd(result, Family);

        public override Score Result(double confidence = 0.95) => result;
    }
}
