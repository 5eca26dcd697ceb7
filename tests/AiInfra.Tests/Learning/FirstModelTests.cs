using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Evaluation;
using AiInfra.Evaluation.Gates;
using AiInfra.Learning;
using AiInfra.Serving.Deployments;
using AiInfra.Support;
using AiInfra.Tests.Support;
using Microsoft.Extensions.Logging;

namespace AiInfra.Tests.Learning;

/// <summary>Whether a first model answers, and what is said of it.</summary>
public sealed class FirstModelTests
{
    private static readonly Evaluator Strict = Asking(g => g.AtLeast("accuracy", 0.999));

    private static Evaluator Asking(Action<GateBuilder> gate) => new(new EvaluationBuilder(Rig.Name).Accuracy().Gate(gate).Build());

    [Fact]
    public async Task First_FailsTheTeamsGate_IsNotServedAndTheDeploymentSaysWhy()
    {
        await using var rig = new Rig(Exchanging(), evaluator: Strict);
        await rig.Deployment.StartAsync();

        FirstModel first = await rig.Loop.StartAsync(new World(41).Rows(300));

        Assert.False(first.IsServed);
        Assert.Equal(Verdict.Fail, first.Gate.Verdict);
        Assert.Null(rig.Loop.Status.Champion);
        DeploymentView view = rig.Deployment.View();
        Assert.Equal(DeploymentStatus.Unavailable, view.Status);
        Assert.Contains("accuracy at least 0.999", view.Reason, StringComparison.Ordinal);
        LearningEvent refusal = Assert.Single(rig.Events);
        Assert.Equal((LearningEventKind.Refusal, LearningReason.First), (refusal.Kind, refusal.Reason));
        Assert.Contains(rig.Logger.At(LogLevel.Warning), m => m.Contains("did not pass the gate", StringComparison.Ordinal));

        // What it was can be looked at, and promoted by hand.
        Assert.NotNull(await rig.Store.Catalog.Models.FindAsync(Rig.Name, first.Version.Version));
        Assert.Single(await rig.Store.Catalog.Events.ListAsync(new EventQuery { Subject = Rig.Name, Kind = "gate" }));
    }

    [Fact]
    public async Task First_GateHasTooLittleToTell_IsNotServed()
    {
        await using var rig = new Rig(evaluator: Asking(g => g.LatencyAtMost(TimeSpan.FromSeconds(1))));
        FirstModel first = await rig.Loop.StartAsync(new World(42).Rows(300));
        Assert.Equal((Verdict.NotEnoughEvidence, false), (first.Gate.Verdict, first.IsServed));
    }

    [Fact]
    public async Task First_FailedAndThenMoreRows_IsTriedAgainAndServed()
    {
        // The first time (a candidate and what is registered) has the classes exchanged.
        var recipe = new CountingRecipe((call, r) => Task.FromResult(call <= 2 ? CountingRecipe.Flipped(r) : r));
        await using var rig = new Rig(recipe, evaluator: Asking(g => g.AtLeast("accuracy", 0.75)));
        var world = new World(43);
        Assert.False((await rig.Loop.StartAsync(world.Rows(300))).IsServed);

        FirstModel second = await rig.Loop.StartAsync(world.Rows(400));

        Assert.True(second.IsServed);
        Assert.Equal(second.Version.Version, rig.Loop.Status.Champion);
        Assert.Equal(DeploymentStatus.Ready, rig.Deployment.Status);
        Assert.Null(rig.Deployment.View().Reason);
    }

    [Fact]
    public async Task First_FailsTheGateAndIsServedAnyway_IsAWarningWithNumbers()
    {
        await using var rig = new Rig(Exchanging(), o => o.ServeFirstModelAnyway = true, evaluator: Strict);
        FirstModel first = await rig.Loop.StartAsync(new World(44).Rows(300));
        Assert.True(first.IsServed);
        Assert.Equal(1, rig.Loop.Status.Champion);
        Assert.Contains(rig.Logger.At(LogLevel.Warning), m => m.Contains("although the gate did not pass it", StringComparison.Ordinal) && m.Contains("accuracy is", StringComparison.Ordinal));
        Assert.DoesNotContain(rig.Logger.At(LogLevel.Information), m => m.Contains("is the champion", StringComparison.Ordinal));
    }

    [Fact]
    public async Task First_NoBetterThanAConstant_IsServedWithoutAGateAndWarnedOf()
    {
        await using var rig = new Rig(Exchanging());
        FirstModel first = await rig.Loop.StartAsync(new World(45).Rows(300));
        Assert.True(first.IsServed);
        Assert.NotEqual(Verdict.Pass, first.Sanity.Verdict);
        Assert.Contains(rig.Logger.At(LogLevel.Warning), m => m.Contains("not shown to be better than the best constant answer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task First_PassesTheGateAndIsWorseThanAConstant_IsWarnedOf()
    {
        await using var rig = new Rig(Exchanging(), evaluator: Asking(g => g.Require("it is there", _ => true)));
        FirstModel first = await rig.Loop.StartAsync(new World(46).Rows(300));
        Assert.Equal((true, Verdict.Pass), (first.IsServed, first.Gate.Verdict));
        Assert.Contains(rig.Logger.At(LogLevel.Warning), m => m.Contains("best constant answer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task First_Good_WarnsOfNothing()
    {
        await using var rig = new Rig(evaluator: Asking(g => g.AtLeast("accuracy", 0.6).NoWorseThanChampion()));
        Assert.True((await rig.Loop.StartAsync(new World(47).Rows(300))).IsServed);
        Assert.Empty(rig.Logger.At(LogLevel.Warning));
    }

    [Fact]
    public async Task First_ManyNumbers_AreLearnedByRegressionAndAfterARestartToo()
    {
        using var folder = new TemporaryFolder();
        await using (var rig = new Rig(folder: folder))
        {
            FirstModel first = await rig.Loop.StartAsync(new World(48).Values(300));
            Assert.Equal(ModelTask.Regression, first.Task.Task);
            Assert.Contains(rig.Logger.At(LogLevel.Information), m => m.Contains("learned by Regression", StringComparison.Ordinal));
            Assert.Equal("value", Assert.Single(rig.Deployment.Signature!.Outputs).Name);
        }

        await using var next = new Rig(folder: folder);
        await next.Deployment.StartAsync();
        Assert.True(await next.Loop.ResumeAsync());
        await next.StreamAsync(new World(49).Values(60), work: false);
        next.Loop.Request();
        await next.Loop.RunDueAsync();
        Assert.Equal(0, next.Loop.Status.Failures);
    }

    [Fact]
    public async Task First_RegressionThatLooksLikeClassesLater_StaysOne()
    {
        using var folder = new TemporaryFolder();
        // Asked for once, by the first process alone.
        List<Row> rows = [.. new World(50).Rows(300).Select(r => With(r, r[3].AsText() == "up" ? 1 : 0))];
        await using (var rig = new Rig(configure: o => o.Task = ModelTask.Regression, folder: folder))
        {
            await rig.Loop.StartAsync(rows);
        }

        await using var next = new Rig(folder: folder);
        await next.Deployment.StartAsync();
        Assert.True(await next.Loop.ResumeAsync());
        await next.StreamAsync([.. new World(51).Rows(60).Select(r => With(r, r[3].AsText() == "up" ? 1 : 0))], work: false);
        next.Loop.Request();
        await next.Loop.RunDueAsync();
        Assert.Equal(0, next.Loop.Status.Failures);
        Assert.Equal("value", Assert.Single(next.Deployment.Signature!.Outputs).Name);
    }

    [Fact]
    public async Task First_RowsSortedByClass_IsWarnedOf()
    {
        await using var rig = new Rig();
        await rig.Loop.StartAsync([.. new World(52).Rows(300).OrderBy(r => r[World.Target].AsText(), StringComparer.Ordinal)]);
        Assert.Contains(rig.Logger.At(LogLevel.Warning), m => m.Contains("looks sorted by 'class'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Served_ColumnsNamedLikeAnswers_AreAskedAndAnsweredByTheirNames()
    {
        var schema = new RowSchema([new Column("label", ValueKind.Number), new Column("probability", ValueKind.Number), new Column("value", ValueKind.Text), new Column(World.Target, ValueKind.Text)]);
        await using var rig = new Rig();
        var world = new World(53);
        await rig.Loop.StartAsync([.. world.Rows(300).Select(r => new Row(schema, [.. r.Values]))]);
        RowSchema inputs = schema.Without(World.Target);

        int right = 0;
        foreach (Row row in world.Rows(100))
        {
            Row outputs = (await rig.Deployment.PredictAsync(new Row(inputs, [.. row.Values[..3]]))).Outputs;
            right += outputs["label"] == row[World.Target] ? 1 : 0;
            Assert.InRange(outputs["probability.up"].AsNumber(), 0, 1);
        }

        Assert.True(right > 80, $"{right} of 100");
        Assert.Equal(["label", "probability", "value"], rig.Deployment.Signature!.Inputs.Select(i => i.Name));
        Assert.Equal(["probability", "label"], rig.Deployment.Signature.Outputs.Select(o => o.Name));
    }

    private static CountingRecipe Exchanging() => new((_, r) => Task.FromResult(CountingRecipe.Flipped(r)));

    private static Row With(Row row, double label) =>
        new(new RowSchema([.. row.Schema.Columns.Take(3), new Column(World.Target, ValueKind.Number)]), [.. row.Values[..3], label]);
}
