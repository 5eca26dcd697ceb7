using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Learning;
using AiInfra.Support;
using AiInfra.Tests.Support;

namespace AiInfra.Tests.Learning;

public sealed class LearningLoopTests
{
    [Fact]
    public async Task Stationary_ByVolume_NoPromotionLowersQuality()
    {
        await using var rig = new Rig(configure: o => o.EveryRows = 150);
        var world = new World(2);
        await rig.Loop.StartAsync(world.Rows(300));
        List<Row> stream = world.Rows(350);

        bool[] right = await rig.StreamAsync(stream);

        Assert.True(rig.Loop.Status.Retrainings >= 1);
        bool[] frozen = await rig.FrozenAsync(stream);
        Assert.True(right.Count(r => r) >= frozen.Count(r => r) - 7, $"{right.Count(r => r)} against {frozen.Count(r => r)} of {stream.Count}");
    }

    [Fact]
    public async Task Promotion_WorseThanTheOneBefore_IsRolledBack()
    {
        // The first champion guesses, the candidate is good, and what is promoted has the classes exchanged.
        var recipe = new CountingRecipe((call, r) => Task.FromResult(call switch { 2 => CountingRecipe.Noisy(r), 4 => CountingRecipe.Flipped(r), _ => r }));
        await using var rig = new Rig(recipe, o => (o.OnDrift, o.OnQualityDrop, o.WatchRows) = (false, false, 200));
        var world = new World(3);
        await rig.Loop.StartAsync(world.Rows(300));
        await rig.StreamAsync(world.Rows(60));
        rig.Loop.Request();
        Assert.True(await rig.Loop.RunDueAsync());
        Assert.Equal(2, rig.Loop.Status.Champion);

        await rig.StreamAsync(world.Rows(130));

        Assert.Equal(1, rig.Loop.Status.Rollbacks);
        Assert.Equal(1, rig.Deployment.View().Record!.Champion);
        LearningEvent back = rig.Events.Single(e => e.Kind == LearningEventKind.Rollback);
        Assert.Equal(1, back.Version);
        Assert.Contains("p = ", back.Message, StringComparison.Ordinal);

        // And it can go up again.
        rig.Loop.Request();
        Assert.True(await rig.Loop.RunDueAsync());
        Assert.Equal(3, rig.Deployment.View().Record!.Champion);
    }

    [Fact]
    public async Task Challenger_Worse_IsRefusedWithNumbers()
    {
        await using var rig = new Rig(new CountingRecipe((call, r) => Task.FromResult(call > 2 ? CountingRecipe.Flipped(r) : r)));
        var world = new World(4);
        await rig.Loop.StartAsync(world.Rows(300));
        await rig.StreamAsync(world.Rows(60), work: false);
        rig.Loop.Request();

        Assert.False(await rig.Loop.RunDueAsync());

        LearningEvent refusal = rig.Events.Single(e => e.Kind == LearningEventKind.Refusal);
        Assert.NotNull(refusal.Gate);
        Assert.Equal(1, rig.Loop.Status.Champion);
        IReadOnlyList<CatalogEvent> stored = await rig.Store.Catalog.Events.ListAsync(new EventQuery { Subject = Rig.Name });
        Assert.Contains(stored, e => e.TryRead(out LearningStep? step) && e.Kind == EventKinds.Refusal && step.Labelled == refusal.Labelled && e.Message == refusal.Message);
        Assert.Contains(stored, e => e.TryRead(out GateDecided? gate) && gate.Verdict == refusal.Gate.Verdict.ToString() && gate.Conditions.Any(c => c.Condition.Contains("brier", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Training_Throws_IsToldAndTriedAgainLater()
    {
        await using var rig = new Rig(new CountingRecipe((call, r) => call == 3 ? throw new InvalidDataException("no memory left") : Task.FromResult(r)));
        var world = new World(5);
        await rig.Loop.StartAsync(world.Rows(300));
        await rig.StreamAsync(world.Rows(60), work: false);
        rig.Loop.Request();

        Assert.False(await rig.Loop.RunDueAsync());

        Assert.Equal(1, rig.Loop.Status.Failures);
        Assert.Contains("no memory left", rig.Events[^1].Message, StringComparison.Ordinal);
        Assert.False(rig.Loop.HasWork);
        Assert.Single(await rig.Store.Catalog.Events.ListAsync(new EventQuery { Kind = "retraining-failed" }));
        rig.Loop.Request();
        await rig.Loop.RunDueAsync();
        Assert.Equal(1, rig.Loop.Status.Failures);
        Assert.Equal(2, rig.Loop.Status.Retrainings);
    }

    [Fact]
    public async Task Retraining_Cancelled_ChangesNothingAndIsDueAgain()
    {
        using var cancel = new CancellationTokenSource();
        await using var rig = new Rig(new CountingRecipe(async (call, r) =>
        {
            if (call == 3)
            {
                await cancel.CancelAsync();
            }

            return r;
        }));
        var world = new World(6);
        await rig.Loop.StartAsync(world.Rows(300));
        await rig.StreamAsync(world.Rows(60), work: false);
        rig.Loop.Request();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Loop.RunDueAsync(cancellationToken: cancel.Token));

        Assert.Equal(1, rig.Deployment.View().Record!.Champion);
        Assert.Equal(LearningReason.Request, rig.Loop.Due);
        Assert.Contains(await rig.Store.Catalog.Runs.ListAsync(new RunQuery()), r => r.Status == RunStatus.Cancelled);
    }

    [Fact]
    public async Task Dispose_WhileItWorks_WaitsForTheWork()
    {
        var inside = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var rig = new Rig(new CountingRecipe(async (call, r) =>
        {
            if (call == 3)
            {
                inside.SetResult();
                await go.Task;
            }

            return r;
        }));
        var world = new World(7);
        await rig.Loop.StartAsync(world.Rows(300));
        await rig.StreamAsync(world.Rows(60), work: false);
        rig.Loop.Request();
        Task<bool> run = rig.Loop.RunDueAsync();
        await inside.Task;

        rig.Loop.Dispose();
        go.SetResult();

        await run;
        Assert.Equal(0, rig.Loop.Status.Failures);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => rig.Loop.ResumeAsync());
    }

    [Fact]
    public async Task Resume_NewProcess_GoesOnWithRowsAndWaitingLabels()
    {
        using var folder = new TemporaryFolder();
        var world = new World(8);
        string waiting;
        Row late = world.Next();
        await using (var first = new Rig(folder: folder))
        {
            await first.Loop.StartAsync(world.Rows(300));
            await first.StreamAsync(world.Rows(70), work: false);
            waiting = (await first.Deployment.PredictAsync(World.Inputs(late))).Id;
            await first.FlushAsync();
        }

        await using (var second = new Rig(folder: folder))
        {
            await second.Deployment.StartAsync();
            Assert.True(await second.Loop.ResumeAsync());
            Assert.Equal(1, second.Loop.Status.Champion);
            int trained = 150;
            Assert.Equal(trained + 70, second.Loop.Status.Labelled);

            second.Signals.Publish(new Feedback(waiting, late[World.Target], DateTimeOffset.UnixEpoch));
            Assert.Equal(trained + 71, second.Loop.Status.Labelled);
            second.Loop.Request();
            await second.Loop.RunDueAsync();
            Assert.Equal(1, second.Loop.Status.Retrainings);
            Assert.Equal(0, second.Loop.Status.Failures);
        }
    }

    [Fact]
    public async Task Resume_NoChampion_ReturnsFalse()
    {
        await using var rig = new Rig();
        Assert.False(await rig.Loop.ResumeAsync());
    }

    [Fact]
    public async Task Champion_MovedBySomebodyElse_IsFollowed()
    {
        await using var rig = new Rig(new CountingRecipe((call, r) => Task.FromResult(call == 2 ? CountingRecipe.Noisy(r) : r)));
        var world = new World(9);
        await rig.Loop.StartAsync(world.Rows(300));
        await rig.StreamAsync(world.Rows(60), work: false);
        rig.Loop.Request();
        Assert.True(await rig.Loop.RunDueAsync());

        await rig.Deployment.RollBackAsync("somebody", "I know better");
        await rig.StreamAsync(world.Rows(60));

        Assert.Equal(1, rig.Loop.Status.Champion);
        Assert.Equal(0, rig.Loop.Status.Rollbacks);
    }

    [Fact]
    public async Task Regression_Change_PromotesABetterModel()
    {
        await using var rig = new Rig(configure: o => o.Task = ModelTask.Regression);
        var world = new World(10);
        await rig.Loop.StartAsync([.. world.Values(300), new Row(world.NextValue().Schema, [0, 0, "red", Value.Missing])]);
        Assert.Equal(300, rig.Loop.Status.Labelled);
        world.Turned = true;

        bool[] right = await rig.StreamAsync(world.Values(360));

        Assert.True(rig.Loop.Status.Promotions >= 1, string.Join('\n', rig.Events.Select(e => e.Message)));
        Assert.True(right.TakeLast(80).Count(r => r) > right.Take(80).Count(r => r), $"{right.TakeLast(80).Count(r => r)} of the last 80");
    }

    [Fact]
    public async Task ClassNeverSeen_InLabels_IsJudgedAndLearned()
    {
        await using var rig = new Rig();
        var world = new World(11);
        await rig.Loop.StartAsync(world.Rows(300));
        List<Row> stream = [.. world.Rows(120).Select((r, i) => i % 2 == 0 ? new Row(r.Schema, [.. r.Values[..^1], "sideways"]) : r)];
        await rig.StreamAsync(stream, work: false);
        rig.Loop.Request();

        Assert.True(await rig.Loop.RunDueAsync());
        Assert.Contains("sideways", rig.Deployment.Signature!.Classes!);
    }

    [Fact]
    public async Task RareClass_NotInTheWindow_TrainingReachesBackToIt()
    {
        await using var rig = new Rig();
        var world = new World(12);
        await rig.Loop.StartAsync(world.Rows(300));
        await rig.StreamAsync([.. world.Rows(230).Select(r => new Row(r.Schema, [.. r.Values[..^1], "up"]))], work: false);
        rig.Loop.Request();

        await rig.Loop.RunDueAsync();

        Assert.Equal(0, rig.Loop.Status.Failures);
    }
}
