using AiInfra.Evaluation;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Reports;
using AiInfra.Metrics;
using AiInfra.Metrics.Regression;
using AiInfra.Support;

namespace AiInfra.Testing.Tests;

public sealed class MetricAssertionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Baseline => Path.Combine(_folder.Path, "baselines", "prices.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ShouldBeAtLeast_Enough_Passes() => Report(wrong: 10).ShouldBeAtLeast("accuracy", 0.9).ShouldBeAtMost("accuracy", 0.91);

    [Fact]
    public void ShouldBeAtLeast_TooLittle_TellsValueAndRows()
    {
        ModelAssertionException e = Assert.Throws<ModelAssertionException>(() => Report(wrong: 10).ShouldBeAtLeast("accuracy", 0.95));
        Assert.Contains("accuracy should be at least 0.95 but is 0.9", e.Message);
        Assert.Contains("100 rows of 'sold'", e.Message);
    }

    [Fact]
    public void ShouldBeAtMost_OfAScore_TooMuch_Fails() =>
        Assert.Throws<ModelAssertionException>(() => MeanAbsoluteError.Of([1, 2], [2, 4]).ShouldBeAtMost(1.4));

    [Fact]
    public void ShouldBeAtLeast_Undefined_Fails() =>
        Assert.Contains("undefined", Assert.Throws<ModelAssertionException>(() => new Score("auc", double.NaN, 3, "auc").ShouldBeAtLeast(0)).Message);

    [Fact]
    public void ShouldBeAtLeast_UnknownMetric_ListsThoseThereAre() =>
        Assert.Contains("accuracy", Assert.Throws<ArgumentException>(() => Report(0).ShouldBeAtLeast("recall", 1)).Message);

    [Fact]
    public void ShouldNotRegress_FirstTime_WritesTheBaseline_ThenComparesWithIt()
    {
        Report(wrong: 10).ShouldNotRegress(Baseline, update: true);
        Report(wrong: 9).ShouldNotRegress(Baseline, update: false);
        ModelAssertionException e = Assert.Throws<ModelAssertionException>(() => Report(wrong: 12).ShouldNotRegress(Baseline, update: false));
        Assert.Contains("accuracy: 0.88 was 0.9, worse by 0.02", e.Message);
        Assert.Contains(TestingSwitches.UpdateBaselines, e.Message);
    }

    [Fact]
    public void ShouldNotRegress_WithinTolerance_Passes()
    {
        Report(wrong: 10).ShouldNotRegress(Baseline, update: true);
        Report(wrong: 12).ShouldNotRegress(Baseline, tolerance: 0.021, update: false);
    }

    [Fact]
    public void ShouldNotRegress_LowerIsBetter_HigherFails()
    {
        Errors(1).ShouldNotRegress(Baseline, update: true);
        Errors(0.9).ShouldNotRegress(Baseline, update: false);
        Assert.Throws<ModelAssertionException>(() => Errors(1.1).ShouldNotRegress(Baseline, update: false));
    }

    [Fact]
    public void ShouldNotRegress_MetricGone_Fails()
    {
        Report(wrong: 10).ShouldNotRegress(Baseline, update: true);
        Assert.Contains("is gone", Assert.Throws<ModelAssertionException>(() => Errors(0).ShouldNotRegress(Baseline, update: false)).Message);
    }

    [Fact]
    public void ShouldNotRegress_DamagedFile_SaysSo()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Baseline)!);
        File.WriteAllText(Baseline, "{\"report\":");
        Assert.Contains(Baseline, Assert.Throws<ModelAssertionException>(() => Report(0).ShouldNotRegress(Baseline, update: false)).Message);
    }

    [Theory]
    [InlineData("{\"report\":\"x\",\"rows\":1,\"metrics\":[null]}")]
    [InlineData("{\"report\":\"x\",\"rows\":1,\"metrics\":[{\"value\":1}]}")]
    [InlineData("{\"report\":\"x\",\"rows\":1}")]
    public void ShouldNotRegress_OtherJson_SaysSoAndHowToMendIt(string json)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Baseline)!);
        File.WriteAllText(Baseline, json);
        string message = Assert.Throws<ModelAssertionException>(() => Report(0).ShouldNotRegress(Baseline, update: false)).Message;
        Assert.Contains("is not a baseline", message);
        Assert.Contains(TestingSwitches.UpdateBaselines, message);
    }

    [Fact]
    public void ShouldNotRegress_FileOfAWindowsEditor_IsRead()
    {
        Report(wrong: 10).ShouldNotRegress(Baseline, update: true);
        File.WriteAllText(Baseline, File.ReadAllText(Baseline).Replace("\n", "\r\n"), new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Report(wrong: 10).ShouldNotRegress(Baseline, update: false);
    }

    [Fact]
    public void ShouldNotRegress_TwoScoresOfOneSignature_EachAgainstItsOwn()
    {
        Score english = new("english", 0.9, 10, "bleu"), german = new("german", 0.5, 10, "bleu");
        new[] { english, german }.ShouldNotRegress(Baseline, update: true);
        new[] { english, german }.ShouldNotRegress(Baseline, update: false);
        Assert.Throws<ModelAssertionException>(() => new[] { english, german with { Value = 0.6 } }.ShouldNotRegress(Baseline, update: false));
    }

    [Fact]
    public void ShouldNotRegress_LastBits_AreNoRegression()
    {
        new[] { new Score("mae", 0.1 + 0.2, 10, "mae") }.ShouldNotRegress(Baseline, update: true);
        new[] { new Score("mae", Math.BitDecrement(0.1 + 0.2), 10, "mae") { HigherIsBetter = true } }.ShouldNotRegress(Baseline, update: false);
    }

    [Fact]
    public void ShouldNotRegress_ManyWritersAtOnce_LeaveOneWholeFile()
    {
        Parallel.For(0, 64, _ => Report(wrong: 10).ShouldNotRegress(Baseline, update: true));
        Report(wrong: 10).ShouldNotRegress(Baseline, update: false);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(Baseline)!));
    }

    [Fact]
    public void ShouldPass_GateThatHolds_Passes() => Gated(wrong: 2).ShouldPass();

    [Fact]
    public void ShouldPass_GateThatFails_TellsTheConditions() =>
        Assert.Contains("accuracy at least 0.9", Assert.Throws<ModelAssertionException>(() => Gated(wrong: 300).ShouldPass()).Message);

    [Fact]
    public void ShouldFail_GateThatFails_Passes() => Gated(wrong: 300).Gate!.ShouldFail();

    private static PredictionSet Labels(int wrong, int rows = 100) => PredictionSet.OfLabels(
        ClassLabels.Binary, [.. Enumerable.Range(0, rows).Select(i => i % 2)], [.. Enumerable.Range(0, rows).Select(i => i < wrong ? 1 - (i % 2) : i % 2)]);

    private static EvaluationReport Report(int wrong) => new Evaluator(new EvaluationBuilder("sold").Accuracy().Build()).Run(Labels(wrong));

    private static EvaluationReport Gated(int wrong) =>
        new Evaluator(new EvaluationBuilder("sold").Accuracy().Gate(g => g.AtLeast("accuracy", 0.9)).Build()).Run(Labels(wrong, 1000));

    private static EvaluationReport Errors(double error) =>
        new Evaluator(new EvaluationBuilder("prices").MeanAbsoluteError().Build()).Run(PredictionSet.OfValues([1, 2, 3], [1 + error, 2 + error, 3 - error]));
}
