using AiInfra.Core.Rows;
using AiInfra.Evaluation.Gates;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Metrics.Classification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AiInfra.Evaluation.Tests;

public class EvaluatorTests
{
    private static readonly RowSchema Schema = new([new("site", ValueKind.Text), new("age", ValueKind.Number)]);

    [Fact]
    public void Run_Classes_MetricsSlicesCurvesAndGate()
    {
        EvaluationReport report = Churn(e => e.Accuracy().RocAuc().F1().SliceBy("site").SliceBy("old", r => r["age"].AsNumber() >= 60).Gate(g => g.AtLeast("rocAuc", 0.6).BetterThanTrivial("accuracy")));
        Assert.Equal(["accuracy", "rocAuc", "f1"], report.Metrics.Select(m => m.Name));
        Assert.All(report.Metrics, m => Assert.True(m.Interval!.Value.Contains(m.Value), m.Name));
        Assert.Equal(["north", "south", "true"], report.Slices.Select(s => s.Name).Order(StringComparer.Ordinal));
        Assert.Equal(400, report.Slices.Where(s => s.By == "site").Sum(s => s.Rows));
        Assert.True(report.Classification!.Roc.Count is > 10 and <= 200);
        Assert.Equal(400, report.Classification.Confusion.Sum(r => r.Sum()));
        Assert.Equal(Verdict.Pass, report.Gate!.Verdict);
    }

    [Fact]
    public void Run_MissingLabels_CountedAndLeftOut()
    {
        var row = new Row(Schema, ["north", 3.0]);
        EvaluationReport report = new Evaluator(new() { Name = "x" }).Run([(row, 1.0, 1.5), (row, Value.Missing, 1.0), (row, 2.0, 2.0)]);
        Assert.Equal((2, 1), (report.Rows, report.Unlabelled));
    }

    [Fact]
    public void Run_UnknownLabel_ListsLabels()
    {
        var row = new Row(Schema, ["north", 3.0]);
        var e = Assert.Throws<ArgumentException>(() => new Evaluator(new() { Name = "x" }).Run(new ClassLabels(["no", "yes"]), [(row, "maybe", [0.5, 0.5])]));
        Assert.Contains("Row 0 has the label 'maybe'; the labels are no, yes", e.Message);
    }

    [Fact]
    public void Run_SinglePrecision_RoundingAboveOneIsOne()
    {
        var row = new Row(Schema, ["north", 3.0]);
        EvaluationReport report = new Evaluator(new() { Name = "x" }).Run(new ClassLabels(["no", "yes"]), [(row, "yes", (float[])[0f, 1.0000001f]), (row, "no", (float[])[0.75f, 0.25f])]);
        Assert.Equal((1.0, 0.03125), (report["accuracy"], report["brier"]));
    }

    [Fact]
    public void Run_AnswersWithProbabilities_LabelIsNoInput()
    {
        RowSchema asked = new([.. Schema.Columns, new("left", ValueKind.Text)]), said = new([new("label", ValueKind.Text), new("probability.no", ValueKind.Number), new("probability.yes", ValueKind.Number)]);
        Row[] rows = [new(asked, ["north", 3.0, "yes"]), new(asked, ["south", 4.0, "no"]), new(asked, ["south", 5.0, Value.Missing])];
        Row[] answers = [new(said, ["yes", 0.2, 0.8]), new(said, ["no", 0.9, 0.1]), new(said, ["no", 0.9, 0.1])];
        var evaluator = new Evaluator(new EvaluationBuilder("x").RocAuc().SliceBy("site").Build());
        EvaluationReport report = evaluator.Run(rows, "left", answers);
        Assert.Equal((2, 1, 1.0), (report.Rows, report.Unlabelled, report["rocAuc"]));
        Assert.Contains("left", Assert.Throws<ArgumentException>(() => new Evaluator(new EvaluationBuilder("x").Accuracy().SliceBy("left").Build()).Run(rows, "left", answers)).Message);
    }

    [Theory]
    [InlineData("label", "label", "accuracy", 0.5)]
    [InlineData("value", "value", "mae", 0.5)]
    public void Run_AnswersOfOneColumn_ReadByItsName(string column, string name, string metric, double expected)
    {
        RowSchema asked = new([new("x", ValueKind.Number), new("y", ValueKind.Number)]), said = new([new(column, ValueKind.Number)]);
        EvaluationReport report = new Evaluator(new() { Name = name }).Run([new(asked, [1, 1]), new(asked, [2, 2])], "y", [new(said, [1]), new Row(said, [1])]);
        Assert.Equal(expected, report[metric]);
    }

    [Fact]
    public void Run_AnswersOfOtherNames_SaysWhichThereAre()
    {
        RowSchema asked = new([new("y", ValueKind.Number)]), said = new([new("score", ValueKind.Number)]);
        ArgumentException e = Assert.Throws<ArgumentException>(() => new Evaluator(new() { Name = "x" }).Run([new(asked, [1])], "y", [new(said, [1])]));
        Assert.Contains("The answers have the columns score; 'probability.CLASS'", e.Message);
    }

    [Fact]
    public void Run_OneInTwoHundred_SaysWhatTheMajorityAnswerHas()
    {
        int[] truth = [.. Enumerable.Range(0, 400).Select(i => i % 200 == 0 ? 1 : 0)];
        EvaluationReport report = new Evaluator(new EvaluationBuilder("x").Accuracy().Gate(g => g.AtLeast("accuracy", 0.9)).Build()).Run(PredictionSet.OfScores(new ClassLabels(["no", "yes"]), truth, new double[400]));
        Assert.Equal(("no", 0.995), (report.Imbalance!.Majority, report.Imbalance.Share));
        Assert.Equal(["balancedAccuracy", "matthewsCorrelation", "averagePrecision"], report.Imbalance.Beside.Select(s => s.Name));
        Assert.Contains("99.5 % of the rows are 'no': always answering so has an accuracy of 0.995", report.ToMarkdown());
        Assert.Contains("<span>balancedAccuracy</span><b>0.5</b>", report.ToHtml());
        Assert.Contains("; always answering 'no' has 0.995", report.Gate!.Explain());
        Assert.Equal(report.ToJson(), EvaluationReport.FromJson(report.ToJson()).ToJson());
    }

    [Fact]
    public void Run_EvenClasses_SaysNothingOfImbalance() => Assert.Null(Churn(e => e.Accuracy()).Imbalance);

    [Fact]
    public void Run_NoMetricsNamed_UsualOnesOfTheTask()
    {
        EvaluationReport report = new Evaluator(new() { Name = "x" }).Run(PredictionSet.OfValues([1, 2, 3], [1, 2, 4]));
        Assert.Equal(["mae", "rmse", "r2", "medianAbsoluteError", "maxError"], report.Metrics.Select(m => m.Name));
    }

    [Fact]
    public void Run_MetricOfAnotherTask_SaysSo() =>
        Assert.Contains("Metric 'rocAuc' reads probabilities; these are predictions of numbers", Assert.Throws<ArgumentException>(() => new Evaluator(new() { Name = "x", Metrics = [new RocAuc()] }).Run(PredictionSet.OfValues([1], [1]))).Message);

    [Fact]
    public void Json_RoundTrip_SameJson()
    {
        EvaluationReport report = Churn(e => e.Accuracy().RocAuc().SliceBy("age").Gate(g => g.AtLeast("rocAuc", 0.6)));
        Assert.Equal(report.ToJson(), EvaluationReport.FromJson(report.ToJson()).ToJson());
    }

    [Fact]
    public void ToMarkdown_OfReport_HasTables()
    {
        string text = Churn(e => e.Accuracy().SliceBy("site").Gate(g => g.AtLeast("accuracy", 0.99))).ToMarkdown();
        Assert.Contains("**Gate: fail**", text);
        Assert.Contains("## By site", text);
        Assert.Contains("## Confusion", text);
    }

    [Fact]
    public void ToHtml_HostileNames_AreEncodedAndNoScriptRuns()
    {
        var set = PredictionSet.OfScores(new ClassLabels(["<script>a</script>", "b"]), [0, 1, 1, 0], [0.1, 0.8, 0.6, 0.7]);
        string html = new Evaluator(new() { Name = "<img onerror=x>" }).Run(set).ToHtml();
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("<img", html);
        Assert.Contains("<polyline class='curve'", html);
    }

    [Fact]
    public void ToHtml_IsWellFormed()
    {
        string html = Churn(e => e.Accuracy().RocAuc().SliceBy("site").Gate(g => g.AtLeast("accuracy", 0.5))).ToHtml();
        string xml = html.Replace("<!doctype html>", "").Replace("<meta charset='utf-8'>", "").Replace("<meta name='viewport' content='width=device-width, initial-scale=1'>", "");
        Assert.Equal("html", System.Xml.Linq.XDocument.Parse(xml).Root!.Name);
    }

    [Fact]
    public void ToHtml_OneClassOnly_StillAReport()
    {
        EvaluationReport report = new Evaluator(new() { Name = "x" }).Run(PredictionSet.OfScores(ClassLabels.Binary, [1, 1, 1], [0.5, 0.6, 1]));
        Assert.Contains("undefined", report.ToHtml());
        Assert.Empty(report.Classification!.Roc);
    }

    [Fact]
    public void ToMetrics_UndefinedLeftOut_OthersByName()
    {
        EvaluationReport report = new Evaluator(new() { Name = "x", Metrics = [new Accuracy(), new RocAuc()] }).Run(PredictionSet.OfScores(ClassLabels.Binary, [1, 1], [0.5, 0.6]));
        Assert.Equal(["accuracy"], report.ToMetrics().Keys);
    }

    [Fact]
    public void AddEvaluation_Host_ResolvesByName()
    {
        var services = new ServiceCollection();
        services.AddAiInfra().AddEvaluation("price-up", e => e.Accuracy().Gate(g => g.AtLeast("accuracy", 0.7)), o => o.Confidence = 0.9);
        using ServiceProvider provider = services.BuildServiceProvider();
        Evaluator evaluator = provider.GetRequiredKeyedService<Evaluator>("price-up");
        Assert.Equal(0.9, evaluator.Run(PredictionSet.OfLabels(ClassLabels.Binary, [0, 1], [0, 1])).Confidence);
    }

    [Fact]
    public void AddEvaluation_WrongOption_FailsValidation()
    {
        var services = new ServiceCollection();
        services.AddAiInfra().AddEvaluation("price-up", options: o => o.Confidence = 95);
        using ServiceProvider provider = services.BuildServiceProvider();
        string fault = Assert.Single(Assert.Throws<OptionsValidationException>(() => provider.GetRequiredKeyedService<Evaluator>("price-up")).Failures);
        Assert.Equal("EvaluationOptions of 'price-up': Confidence is 0.5 to 0.9999; it is 95.", fault);
        ArgumentException alone = Assert.Throws<ArgumentException>("options", () => new Evaluator(new() { Name = "price-up" }, new EvaluationOptions { Confidence = 95 }));
        Assert.StartsWith("EvaluationOptions: Confidence is 0.5 to 0.9999; it is 95.", alone.Message, StringComparison.Ordinal);
    }

    internal static EvaluationReport Churn(Action<EvaluationBuilder> configure)
    {
        var builder = new EvaluationBuilder("churn");
        configure(builder);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 0, TimeSpan.Zero));
        var random = new Random(1);
        var rows = Enumerable.Range(0, 400).Select(i =>
        {
            bool leaves = random.NextDouble() < 0.4;
            double p = Math.Clamp((leaves ? 0.65 : 0.35) + (0.5 * (random.NextDouble() - 0.5)), 0, 1);
            return (new Row(Schema, [i % 2 == 0 ? "south" : "north", 20.0 + (i % 60)]), Value.Of(leaves ? "yes" : "no"), new[] { 1 - p, p });
        });
        return new Evaluator(builder.Build(), clock: clock).Run(new ClassLabels(["no", "yes"]), rows, "churn 3", "customers 9f2c");
    }
}
