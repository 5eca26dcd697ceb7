using System.Xml.Linq;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Metrics;
using AiInfra.Metrics.Calibration;
using AiInfra.Metrics.Classification;

namespace AiInfra.Evaluation.Tests.Reports;

public class EvaluationReportTests
{
    [Fact]
    public void Classification_Thresholds_SayWhatEachDecides()
    {
        ClassificationDetail detail = Classes(500).Classification!;
        Assert.Equal(["an even chance", "best F1", "best recall + specificity", "precision 0.9 or more", "recall 0.9 or more", "false positive rate 0.05 or less"], detail.Thresholds.Select(t => t.Rule));
        Assert.True(detail.Thresholds[1].Choice.Score.Value >= detail.Thresholds[0].Choice.Score.Value);
        Assert.True(detail.Thresholds[5].Choice.FalsePositiveRate <= 0.05);
    }

    [Fact]
    public void Classification_BrierParts_AddUp()
    {
        EvaluationReport report = Classes(500);
        BrierDecomposition parts = report.Classification!.Brier!;
        Assert.Equal(report["brier"], parts.Reliability - parts.GeneralisedResolution + parts.Uncertainty, 1e-12);
    }

    [Fact]
    public void Classification_OneClass_HasNoThresholds() => Assert.Empty(Evaluate(PredictionSet.OfScores(ClassLabels.Binary, [1, 1], [0.5, 0.6])).Classification!.Thresholds);

    [Fact]
    public void Regression_BiasAtHighPredictions_ShowsInTheBins()
    {
        double[] truth = [.. Enumerable.Range(0, 200).Select(i => (double)(i * 37 % 200))], values = [.. truth.Select(t => t > 150 ? t + 20 : t)];
        RegressionDetail detail = Evaluate(PredictionSet.OfValues(truth, values)).Regression!;
        Assert.Equal((10, 20), (detail.ByPrediction.Count, detail.InOrder.Count));
        Assert.Equal((0, 20), (detail.ByPrediction[0].Mean, detail.ByPrediction[^1].Mean));
        Assert.Equal(200, detail.ByPrediction.Sum(b => b.Count));
    }

    [Fact]
    public void Json_RoundTrip_KeepsThresholdsAndBins()
    {
        EvaluationReport report = Classes(60);
        Assert.Equal(report.ToJson(), EvaluationReport.FromJson(report.ToJson()).ToJson());
        Assert.Equal(report.ToHtml(), EvaluationReport.FromJson(report.ToJson()).ToHtml());
        EvaluationReport numbers = Evaluate(PredictionSet.OfValues([1, 2, 3], [1, 2, 4]));
        Assert.Equal(numbers.ToHtml(), EvaluationReport.FromJson(numbers.ToJson()).ToHtml());
    }

    [Fact]
    public void ToHtml_Numbers_DrawsResidualsOverPrediction() =>
        Assert.Contains("Residuals over prediction", Evaluate(PredictionSet.OfValues([.. Enumerable.Range(0, 60).Select(i => (double)i)], [.. Enumerable.Range(0, 60).Select(i => i + 1.0)])).ToHtml(), StringComparison.Ordinal);

    [Fact]
    public void ToHtml_ScoresThatAreAlike_AreDrawnUnderOneAnother()
    {
        var section = new ReportSection("Contest")
        {
            AreAlike = true,
            Scores = [new Score("linear", 0.4, 300, "loss") { Interval = new(0.3, 0.5, 0.95) }, new Score("trees", 0.35, 300, "loss")],
        };
        EvaluationReport report = Evaluate(PredictionSet.OfValues([1, 2, 3], [1, 2, 4])) with { Sections = [section] };
        string page = EvaluationReport.FromJson(report.ToJson()).ToHtml();
        Assert.Contains("class='forest'", page, StringComparison.Ordinal);
        Assert.Contains("linear: 0.4 on 300 rows", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class='forest'", (report with { Sections = [section with { AreAlike = false }] }).ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToMarkdown_Classes_HasThresholdsAndBrier()
    {
        string text = Classes(500).ToMarkdown();
        Assert.Contains("## Thresholds for '1'", text, StringComparison.Ordinal);
        Assert.Contains("= reliability", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ToJUnit_MetricsAreProperties()
    {
        XElement suite = XDocument.Parse(Classes(100).ToJUnit()).Root!.Element("testsuite")!;
        Assert.Contains("brier", suite.Element("properties")!.Elements("property").Select(p => (string?)p.Attribute("name")));
        Assert.Equal(("1", "0"), ((string?)suite.Attribute("tests"), (string?)suite.Attribute("failures")));
    }

    [Fact]
    public void ToJUnit_WithGate_HasItsConditions()
    {
        EvaluationReport report = new Evaluator(new EvaluationBuilder("e").Accuracy().Gate(g => g.AtLeast("accuracy", 1).AtLeast("accuracy", 0)).Build()).Run(Set(100), model: "m\u0001");
        XElement suite = XDocument.Parse(report.ToJUnit()).Root!.Element("testsuite")!;
        Assert.Equal(("2", "1"), ((string?)suite.Attribute("tests"), (string?)suite.Attribute("failures")));
    }

    // Unix nanoseconds, and numbers to which adding one changes nothing.
    [Theory]
    [InlineData(1.7e18)]
    [InlineData(1e20)]
    [InlineData(-1e20)]
    [InlineData(1e300)]
    public void Html_NumbersTooLargeForOneToMatter_AreDrawn(double value)
    {
        double next = Math.BitIncrement(value);
        double[] truth = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? value : next)], level = [.. Enumerable.Repeat(value, 100)];
        Assert.DoesNotContain("NaN", Evaluate(PredictionSet.OfValues(truth, level)).ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", Evaluate(PredictionSet.OfValues(level, truth)).ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", Evaluate(PredictionSet.OfValues(level, level)).ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Comparison_BothModels_AreInOnePicture()
    {
        ComparisonReport report = new Evaluator(new EvaluationBuilder("e").Accuracy().Build()).Compare(Set(300), Set(300), "new one", "old one");
        string html = report.ToHtml();
        Assert.Contains("ROC of", html, StringComparison.Ordinal);
        Assert.Contains(">old one<title>old one</title></text>", html, StringComparison.Ordinal);
        Assert.Equal(html, ComparisonReport.FromJson(report.ToJson()).ToHtml());
    }

    [Fact]
    public void Comparison_NamesThatBeginAlike_AreToldApart()
    {
        string html = new Evaluator(new EvaluationBuilder("e").Accuracy().Build()).Compare(Set(300), Set(300), "fraud-detector-of-the-bank-2026-01-02", "fraud-detector-of-the-bank-2026-01-01").ToHtml();
        Assert.Contains(">…f-the-bank-2026-01-02<title>", html.Replace("&#x2026;", "…", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(">…f-the-bank-2026-01-01<title>", html.Replace("&#x2026;", "…", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static EvaluationReport Classes(int rows) => Evaluate(Set(rows), new BrierScore());

    private static EvaluationReport Evaluate(PredictionSet set, IMetric? metric = null)
    {
        var plan = new EvaluationBuilder("e");
        return new Evaluator((metric is null ? plan : plan.Metric(metric)).Build()).Run(set);
    }

    private static PredictionSet Set(int rows)
    {
        var random = new Random(4);
        double[] scores = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())];
        return PredictionSet.OfScores(ClassLabels.Binary, [.. scores.Select(s => random.NextDouble() < s ? 1 : 0)], scores);
    }
}
