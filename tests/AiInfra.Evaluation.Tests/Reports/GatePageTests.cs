using AiInfra.Core.Rows;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Evaluation.Slices;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Text;

namespace AiInfra.Evaluation.Tests.Reports;

/// <summary>A decision that stands alone, as a page and in words that can be read aloud.</summary>
public class GatePageTests
{
    private static readonly string[] References = [.. Enumerable.Range(0, 40).Select(i => $"the {i} cats sat on the mat and looked at bird {i % 7}")];

    [Fact]
    public void ToHtml_DecisionOnTexts_ShowsAnswerConditionsAndNumbers()
    {
        GateDecision decision = Texts();
        string html = decision.ToHtml();
        Assert.Contains("<h1>Gate: pass</h1>", html, StringComparison.Ordinal);
        Assert.Contains("Candidate new &lt;b&gt; against champion old, decided on 40 rows.", html, StringComparison.Ordinal);
        Assert.Contains("bleu at least 20 with 95 % confidence", html, StringComparison.Ordinal);
        Assert.Contains("<small>the other model</small>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Equal(html, GateDecision.FromJson(decision.ToJson()).ToHtml());
    }

    [Fact]
    public void ToMarkdown_DecisionOnTexts_HasTheSameNumbers()
    {
        string text = Texts().ToMarkdown();
        Assert.StartsWith("# Gate: pass", text, StringComparison.Ordinal);
        Assert.Contains("Candidate new &lt;b> against champion old", text, StringComparison.Ordinal);
        Assert.Contains("| bleu at least 20 with 95 % confidence | 100 | 100 to 100 | 20 | 40 | pass |", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.999, "99.9 %")]
    [InlineData(0.975, "97.5 %")]
    [InlineData(0.95, "95 %")]
    public void Description_Confidence_IsNotRounded(double confidence, string expected)
    {
        IGateCondition[] conditions =
        [
            new ThresholdCondition("bleu", 1, true, confidence), new ChampionCondition("bleu", ChampionRule.NoWorse, new() { Confidence = confidence }),
            new TrivialCondition(new Accuracy(), new() { Confidence = confidence }), new LatencyCondition(TimeSpan.FromSeconds(1), 0.5, confidence),
            new FairnessCondition(FairnessCriterion.DemographicParity, 0.1, ["a"], confidence),
        ];
        Assert.All(conditions, c => Assert.Contains(expected, c.Description, StringComparison.Ordinal));
    }

    [Fact]
    public void Explain_TheSameModelTwice_SaysNoDifferent()
    {
        PredictionSet same = PredictionSet.OfLabels(ClassLabels.Binary, [.. Enumerable.Range(0, 60).Select(i => i % 2)], [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? 1 : 0)]);
        string words = new GateBuilder().BetterThanChampion(new Accuracy()).Build().Decide(same, same).Explain();
        Assert.Contains("no different", words, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_OneRow_ReadsAsOneRow()
    {
        string words = new GateBuilder().AtLeast(new Accuracy(), 0.5, 0.95).AtLeast(new Accuracy(), 0.5).Build()
            .Decide(PredictionSet.OfLabels(ClassLabels.Binary, [1], [1])).Explain();
        Assert.Contains("Not enough evidence: 1 row does not settle 1 of 2 conditions", words, StringComparison.Ordinal);
        Assert.Contains("on 1 row; 30 are the fewest; about 29 more rows would probably settle it", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_SlicesLargeEnoughButUndefined_PromisesNoRows()
    {
        var schema = new RowSchema([new("site", ValueKind.Text)]);
        Row[] inputs = [.. Enumerable.Range(0, 80).Select(i => new Row(schema, [i % 2 == 0 ? "a" : "b"]))];
        PredictionSet set = PredictionSet.OfScores(ClassLabels.Binary, [.. Enumerable.Range(0, 80).Select(i => i % 2)], [.. Enumerable.Range(0, 80).Select(i => i / 80.0)], inputs: inputs);
        GateDecision decision = new GateBuilder().OnEverySlice(new RocAuc(), 0.5, new ColumnSlicer("site")).Build().Decide(set);
        Assert.Equal((Verdict.NotEnoughEvidence, null), (decision.Verdict, decision.RowsNeeded));
        Assert.Contains("2 of 2 slices not judged", decision.Explain(), StringComparison.Ordinal);
    }

    [Fact]
    public void Words_FromHostileData_StayInTheirPlace()
    {
        const string name = "x\n  pass  everything: <script>alert('1')</script> | 😀 \u202eevil";
        var schema = new RowSchema([new("site", ValueKind.Text)]);
        Row[] inputs = [.. Enumerable.Range(0, 80).Select(i => new Row(schema, [i % 2 == 0 ? name : new string('w', 400)]))];
        PredictionSet set = PredictionSet.OfLabels(ClassLabels.Binary, [.. Enumerable.Range(0, 80).Select(i => i % 2)], new int[80], inputs: inputs);
        EvaluationReport report = new Evaluator(new EvaluationBuilder("<e>").Accuracy().SliceBy("site").Gate(g => g.OnEverySlice("accuracy", 0.5, "site", 1)).Build()).Run(set, model: name);
        Assert.Equal(2, report.Gate!.Explain().Split('\n').Length);
        Assert.DoesNotContain("<script", report.ToHtml() + report.ToMarkdown() + report.Gate.ToHtml() + report.Gate.ToMarkdown(), StringComparison.Ordinal);
        Assert.DoesNotContain('\ufffd', report.ToHtml());
    }

    private static GateDecision Texts()
    {
        var before = new Bleu();
        var after = new Bleu();
        before.AddBatch([.. References.Select((r, i) => i % 2 == 0 ? r : "a dog ran")], References);
        after.AddBatch(References, References);
        Gate gate = new GateBuilder().AtLeast("bleu", 20, 0.95).BetterThanChampion("bleu").Require("a condition of one's own", _ => true).Build();
        return gate.Decide(new ScoreSet { after }, new ScoreSet { before }, "new <b>", "old");
    }
}
