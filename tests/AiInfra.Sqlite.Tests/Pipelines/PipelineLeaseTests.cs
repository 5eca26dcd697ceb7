using AiInfra.Core.Pipelines;
using AiInfra.Sqlite.Storage;
using AiInfra.Support;
using Microsoft.Extensions.Time.Testing;

namespace AiInfra.Sqlite.Tests.Pipelines;

/// <summary>Several workers, lost and renewed leases, owners that died.</summary>
public sealed class PipelineLeaseTests : PipelineRunnerRig
{
    [Fact]
    public async Task Run_TwoWorkersAtOnce_DoEachStepOnce()
    {
        Pipeline Make()
        {
            var p = new Pipeline("p");
            Step<int>[] parts = [.. Enumerable.Range(0, 6).Select(i => p.Step($"part{i}", "1", async (c, ct) =>
            {
                await Task.Delay(10, ct);
                return await Note(c, i);
            }))];
            p.StepOverAll("all", "1", parts, (c, values, _) => Note(c, values.Sum()));
            return p;
        }

        PipelineResult[] results = await Task.WhenAll(Runner.RunAsync(Make()), Runner.RunAsync(Make()), Runner.RunAsync(Make()));
        Assert.Equal("all part0 part1 part2 part3 part4 part5", Ran);
        Assert.Equal(7, results.Sum(r => r.Ran));
    }

    [Fact]
    public async Task Run_LeaseLost_DropsTheLateResult()
    {
        var p = new Pipeline("p");
        Step<string> slow = p.Step("slow", "1", async (c, ct) =>
        {
            // Another worker takes the step up and finishes it while this one still works.
            StepRecord record = (await Store.Ledger.ListAsync("p"))[0];
            StepLease theirs = (await Store.Ledger.ClaimAsync(record.Identity, "other", TimeSpan.FromMinutes(1), record.Token)).Lease!;
            await Store.Ledger.CompleteAsync(theirs, "\"theirs\"", TimeSpan.Zero);
            return "late";
        });
        PipelineResult result = await Runner.RunAsync(p);
        Assert.Equal("theirs", result.Get(slow));
    }

    [Fact]
    public async Task Run_LongerThanItsLease_IsRenewedAgainAndAgain()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using AiInfraStore store = AiInfraStore.Open(Folder.File("timed"), time, new SqliteStoreOptions { SurvivesPowerCut = false });
        var started = new TaskCompletionSource();
        var finish = new TaskCompletionSource<int>();
        var p = new Pipeline("p");
        Step<int> slow = p.Step("slow", "1", (_, _) =>
        {
            started.SetResult();
            return finish.Task;
        });
        Task<PipelineResult> run = new PipelineRunner(store.Ledger, new PipelineRunnerOptions { Lease = TimeSpan.FromSeconds(30) }, time: time).RunAsync(p);
        await started.Task;
        StepRecord record = (await store.Ledger.ListAsync("p"))[0];
        for (int i = 0; i < 10; i++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            await Until.HoldsAsync(async () => (record = (await store.Ledger.FindAsync(record.Identity.Memo))!).LeasedUntil >= time.GetUtcNow() + TimeSpan.FromSeconds(30));
        }

        Assert.Null((await store.Ledger.ClaimAsync(record.Identity, "other", TimeSpan.FromSeconds(30))).Lease);
        finish.SetResult(7);
        Assert.Equal(7, (await run).Get(slow));
    }

    [Fact]
    public async Task Run_LeaseTakenOver_StopsTheStep()
    {
        bool stopped = false;
        var p = new Pipeline("p");
        Step<string> slow = p.Step("slow", "1", async (c, ct) =>
        {
            StepRecord record = (await Store.Ledger.ListAsync("p"))[0];
            StepLease theirs = (await Store.Ledger.ClaimAsync(record.Identity, "other", TimeSpan.FromHours(1), record.Token, ct)).Lease!;
            try
            {
                await Task.Delay(TimeSpan.FromMinutes(10), ct);
            }
            catch (OperationCanceledException)
            {
                stopped = true;
                await Store.Ledger.CompleteAsync(theirs, "\"theirs\"", TimeSpan.Zero, CancellationToken.None);
                throw;
            }

            return "late";
        });
        var runner = new PipelineRunner(Store.Ledger, new PipelineRunnerOptions { Lease = TimeSpan.FromMilliseconds(90), Poll = TimeSpan.FromMilliseconds(10) });
        Assert.Equal(("theirs", true), ((await runner.RunAsync(p)).Get(slow), stopped));
    }

    [Fact]
    public async Task Run_Cancelled_GivesTheStepBack()
    {
        using var cancel = new CancellationTokenSource();
        var p = new Pipeline("p");
        p.Step("endless", "1", async (_, ct) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, ct);
            return 1;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Runner.RunAsync(p, cancellationToken: cancel.Token));
        Assert.Equal(StepRecordState.Open, (await Store.Ledger.ListAsync("p"))[0].State);
    }

    [Fact]
    public async Task Run_OwnerDied_IsTakenUpAtOnce()
    {
        string[] self = (await OwnerAsync()).Split('|');
        await LeaseReadAsync($"{self[0]}|{int.MaxValue}|0|x");
        (Pipeline p, _) = Daily();
        PlannedStep planned = await Runner.ExplainAsync(p, "read", With("2"));
        Assert.Equal(StepReasonKind.Interrupted, planned.Reasons[0].Kind);
        await Runner.RunAsync(p, With("2"));
        Assert.Equal("read scale sum", Ran);
    }

    [Fact]
    public async Task Run_OwnerCountsItsProcessesElsewhere_IsNotTakenForDead()
    {
        // Another container with the same host name and volume: its process ids say nothing here.
        string[] self = (await OwnerAsync()).Split('|');
        await LeaseReadAsync($"{self[0]}x|{int.MaxValue}|0|x");
        (Pipeline p, _) = Daily();
        PlannedStep planned = await Runner.ExplainAsync(p, "read", With("2"));
        Assert.Equal(StepReasonKind.RunningElsewhere, planned.Reasons[0].Kind);
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains((await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id")).Trim(), self[0]);
            Assert.Contains("pid:[", self[0]);
        }
    }

    /// <summary>How the runner's worker calls itself.</summary>
    private async Task<string> OwnerAsync()
    {
        var p = new Pipeline("who");
        Step<string> asked = p.Step("ask", "1", async (_, _) => (await Store.Ledger.ListAsync("who"))[0].Owner!);
        return (await Runner.RunAsync(p)).Get(asked);
    }

    private Task<StepClaim> LeaseReadAsync(string owner) => Store.Ledger.ClaimAsync(
        new StepIdentity { Pipeline = "daily", Step = "read", Version = "1", Parameters = new Dictionary<string, string>(), Inputs = new Dictionary<string, string>() }, owner, TimeSpan.FromHours(1));
}
