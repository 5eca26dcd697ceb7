using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Evaluation;
using AiInfra.Evaluation.Calibration;
using AiInfra.Evaluation.Predictions;
using AiInfra.Learning;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Curves;
using AiInfra.Onnx;
using AiInfra.Releases;
using AiInfra.Tests.Support;
using AiInfra.Training.Models;

namespace AiInfra.Tests.Learning;

/// <summary>A rare class is answered by a threshold that training chose, and the gate judges what is answered.</summary>
public sealed class DecisionTests
{
    private static readonly RowSchema Schema = new([new Column("x", ValueKind.Number), new Column(World.Target, ValueKind.Text)]);

    [Fact]
    public async Task First_RareClassByARule_RecallOnFreshRowsIsWhatWasAskedFor()
    {
        await using var plain = new Rig(configure: Settings);
        await using var decided = new Rig(configure: o =>
        {
            Settings(o);
            o.Decision = DecisionRule.AtRecall(0.8).For("rare");
        });
        List<Row> rows = Rows(2400, 1);
        FirstModel first = await plain.Loop.StartAsync(rows);
        FirstModel second = await decided.Loop.StartAsync(rows);

        double before = await RecallAsync(plain, first.Version), after = await RecallAsync(decided, second.Version);

        Assert.True(before < 0.4, $"{before}");
        Assert.True(after > 0.6, $"{after}");
        string file = await decided.Store.Artifacts.GetFileAsync(second.Version.Files[ModelFiles.Onnx]);
        Assert.Equal(OnnxModel.Read(file).Metadata[OnnxThreshold.MetadataKey], second.Version.Tags[OnnxThreshold.MetadataKey]);
        Assert.DoesNotContain(OnnxThreshold.MetadataKey, first.Version.Tags.Keys);
    }

    [Fact]
    public async Task First_GateOnRecall_JudgesTheLabelsOfTheThreshold()
    {
        // "common" and "rare" by name: the second is the positive class.
        Evaluator gate() => new(new EvaluationBuilder(Rig.Name).Recall(Average.Positive).Gate(g => g.AtLeast("recall", 0.5)).Build());
        await using var plain = new Rig(configure: Settings, evaluator: gate());
        await using var decided = new Rig(
            configure: o =>
            {
                Settings(o);
                o.Decision = DecisionRule.AtRecall(0.85);
            },
            evaluator: gate());
        List<Row> rows = Rows(2400, 2);
        Assert.False((await plain.Loop.StartAsync(rows)).IsServed);
        Assert.True((await decided.Loop.StartAsync(rows)).IsServed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Release_LeastCost_CostsLessOnRowsThatChoseNothing(bool named)
    {
        await using var rig = new Rig();
        List<Row> rows = Rows(2500, 3), heldOut = Rows(1500, 4);
        using TabularModel model = await new TabularTrainer(new TabularOptions { Epochs = 20 }).FitAsync(rows, World.Target, ModelTask.Classification);
        var release = new ModelRelease(rig.Store.Catalog, rig.Store.Artifacts, new Evaluator(new EvaluationBuilder("m").Recall(Average.Positive).Precision(Average.Positive).Build()));
        DecisionRule rule = DecisionRule.LeastCost(1, 10);

        ReleaseCandidate plain = await release.RegisterAsync("m", model, heldOut[500..]);
        ReleaseCandidate decided = await release.RegisterAsync("m", model, heldOut, decision: named ? rule.For("rare") : rule);

        Assert.Equal((1000, 1000), (plain.Report.Rows, decided.Report.Rows));
        Assert.True(plain.Report["recall"] < 0.4 && decided.Report["recall"] > 0.6, $"{plain.Report["recall"]} {decided.Report["recall"]}");
        Assert.Contains("\"class\":\"rare\"", decided.Version!.Tags[OnnxThreshold.MetadataKey], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_RuleWithoutTwoClasses_IsRefusedByName()
    {
        await using var numbers = new Rig(configure: o => o.Decision = DecisionRule.BestF());
        LearningException refused = await Assert.ThrowsAsync<LearningException>(() => numbers.Loop.StartAsync(new World(5).Values(200)));
        Assert.Contains("'class' is learned by Regression", refused.Message, StringComparison.Ordinal);

        await using var three = new Rig(configure: o => o.Decision = DecisionRule.BestF());
        List<Row> rows = [.. Rows(300, 6).Select((r, i) => new Row(Schema, [r["x"], i % 3 == 0 ? "other" : r[World.Target]]))];
        Assert.Contains("'class' has 3: common, other, rare", (await Assert.ThrowsAsync<LearningException>(() => three.Loop.StartAsync(rows))).Message, StringComparison.Ordinal);

        await using var unknown = new Rig(configure: o => o.Decision = DecisionRule.BestF().For("fraud"));
        Assert.Contains("(best F1 of 'fraud') is about a class", (await Assert.ThrowsAsync<LearningException>(() => unknown.Loop.StartAsync(Rows(300, 7)))).Message, StringComparison.Ordinal);

        var faulty = new LearningOptions { Target = "y", Task = ModelTask.Regression, Decision = DecisionRule.BestInformedness() };
        Assert.Contains("best informedness", Assert.Single(faulty.Faults()), StringComparison.Ordinal);
    }

    private static void Settings(LearningOptions options)
    {
        options.Windows.Clear();
        options.Windows.Add(new TrainingWindow("all"));
    }

    private static async Task<double> RecallAsync(Rig rig, ModelVersion version)
    {
        using JudgedModel model = JudgedModel.Load(await rig.Store.Artifacts.GetFileAsync(version.Files[ModelFiles.Onnx]));
        LabelledRow[] fresh = [.. Rows(3000, 99).Select((r, i) => new LabelledRow(new Row(Schema.Without(World.Target), [r["x"]]), r[World.Target], i))];
        PredictionSet judged = model.Judge(fresh, JudgedModel.Labels(ModelTask.Classification, [model], fresh));
        return judged.Score(new Recall(Average.Positive)).Value;
    }

    /// <summary>One row in eleven is rare. Above 0.8 it is a third of the rows, so that the most probable class is nearly always the common one.</summary>
    private static List<Row> Rows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double x = random.NextDouble(), share = x > 0.8 ? 0.35 : 0.02;
            return new Row(Schema, [x, random.NextDouble() < share ? "rare" : "common"]);
        })];
    }
}
