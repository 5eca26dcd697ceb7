using AiInfra.Core.Artifacts;
using AiInfra.Core.Pipelines;
using AiInfra.Core.Storage;
using Microsoft.Extensions.Time.Testing;

namespace AiInfra.Contracts;

/// <summary>What every <see cref="IPipelineLedger"/> must do. A store's tests inherit this class and give an empty ledger on the clock.</summary>
public abstract class PipelineLedgerContract
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    protected abstract IPipelineLedger Ledger { get; }

    private static StepIdentity Id(string step = "train", string version = "1", string partition = "", string rate = "0.1") => new()
    {
        Pipeline = "daily",
        Step = step,
        Version = version,
        Partition = partition,
        Parameters = new Dictionary<string, string> { ["rate"] = rate },
        Inputs = new Dictionary<string, string> { ["read"] = new('a', 64) },
    };

    private async Task<StepLease> LeaseAsync(StepIdentity? id = null, string owner = "one") => (await Ledger.ClaimAsync(id ?? Id(), owner, Minute)).Lease!;

    [Fact]
    public async Task Claim_New_IsGrantedAndKeepsTheIdentity()
    {
        StepClaim claim = await Ledger.ClaimAsync(Id(), "one", Minute);
        Assert.Equal(new StepLease(Id().Memo, "one", 1), claim.Lease);
        StepRecord record = (await Ledger.FindAsync(Id().Memo))!;
        Assert.Equal((StepRecordState.Leased, 1, "one", Time.GetUtcNow() + Minute), (record.State, record.Attempts, record.Owner, record.LeasedUntil));
        Assert.Equal(Id().Memo, record.Identity.Memo);
    }

    [Fact]
    public async Task Claim_Held_IsRefusedUntilTheLeaseEnds()
    {
        await LeaseAsync();
        StepClaim refused = await Ledger.ClaimAsync(Id(), "two", Minute);
        Assert.Equal((null, "one"), (refused.Lease, refused.Record.Owner));
        Time.Advance(Minute);
        Assert.Equal(2, (await LeaseAsync(owner: "two")).Token);
    }

    [Fact]
    public async Task Claim_TakeOver_WorksOnlyForTheTokenNamed()
    {
        StepLease first = await LeaseAsync();
        Assert.Null((await Ledger.ClaimAsync(Id(), "two", Minute, takeOver: first.Token + 1)).Lease);
        Assert.Equal(2, (await Ledger.ClaimAsync(Id(), "two", Minute, first.Token)).Lease!.Token);
        Assert.Null((await Ledger.ClaimAsync(Id(), "three", Minute, first.Token)).Lease);
    }

    [Fact]
    public async Task Claim_ManyAtOnce_OneIsGranted()
    {
        StepClaim[] claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Ledger.ClaimAsync(Id(), $"w{i}", Minute))));
        Assert.Single(claims, c => c.Lease is not null);
    }

    [Fact]
    public async Task Complete_WithTheNewestLease_RemembersTheResult()
    {
        StepLease lease = await LeaseAsync();
        await Ledger.CompleteAsync(lease, """{"x":1}""", TimeSpan.FromSeconds(3));
        StepClaim claim = await Ledger.ClaimAsync(Id(), "two", Minute);
        Assert.Null(claim.Lease);
        Assert.Equal((StepRecordState.Done, """{"x":1}""", TimeSpan.FromSeconds(3)), (claim.Record.State, claim.Record.Result, claim.Record.Duration));
        Assert.Equal(ArtifactDigest.Of("""{"x":1}"""u8).Hex, claim.Record.ResultDigest);
    }

    [Fact]
    public async Task Complete_WithAnOldLease_IsRefused()
    {
        StepLease late = await LeaseAsync();
        Time.Advance(Minute);
        StepLease newer = await LeaseAsync(owner: "two");
        await Assert.ThrowsAsync<StaleLeaseException>(() => Ledger.CompleteAsync(late, "1", Minute));
        await Ledger.FailAsync(late, "late", Minute);
        await Ledger.ReleaseAsync(late);
        Assert.False(await Ledger.RenewAsync(late, Minute));
        await Ledger.CompleteAsync(newer, "2", Minute);
        await Assert.ThrowsAsync<StaleLeaseException>(() => Ledger.CompleteAsync(late, "1", Minute));
        Assert.Equal("2", (await Ledger.FindAsync(Id().Memo))!.Result);
    }

    [Fact]
    public async Task Complete_LateButUncontested_Counts()
    {
        StepLease lease = await LeaseAsync();
        Time.Advance(10 * Minute);
        await Ledger.CompleteAsync(lease, "1", Minute);
        Assert.Equal(StepRecordState.Done, (await Ledger.FindAsync(Id().Memo))!.State);
    }

    [Fact]
    public async Task Renew_KeepsOthersOut()
    {
        StepLease lease = await LeaseAsync();
        Time.Advance(Minute / 2);
        Assert.True(await Ledger.RenewAsync(lease, Minute));
        Time.Advance(Minute * 0.9);
        Assert.Null((await Ledger.ClaimAsync(Id(), "two", Minute)).Lease);
    }

    [Fact]
    public async Task Fail_FreesTheStepAndKeepsTheError()
    {
        await Ledger.FailAsync(await LeaseAsync(), "no data", Minute);
        Assert.Equal((StepRecordState.Failed, "no data"), ((await Ledger.FindAsync(Id().Memo))!.State, (await Ledger.FindAsync(Id().Memo))!.Error));
        Assert.Equal(2, (await LeaseAsync(owner: "two")).Token);
    }

    [Fact]
    public async Task Release_FreesTheStep()
    {
        await Ledger.ReleaseAsync(await LeaseAsync());
        Assert.Equal(StepRecordState.Open, (await Ledger.FindAsync(Id().Memo))!.State);
        Assert.NotNull((await Ledger.ClaimAsync(Id(), "two", Minute)).Lease);
    }

    [Fact]
    public async Task Forget_DoneStep_RunsAgainWithAHigherToken()
    {
        Assert.False(await Ledger.ForgetAsync(Id().Memo));
        await Ledger.CompleteAsync(await LeaseAsync(), "1", Minute);
        Assert.True(await Ledger.ForgetAsync(Id().Memo));
        Assert.Equal(2, (await LeaseAsync()).Token);
    }

    [Fact]
    public async Task Prune_OldRecords_GoUnlessSomebodyHoldsThem()
    {
        await Ledger.CompleteAsync(await LeaseAsync(Id(version: "1")), "1", Minute);
        await Ledger.FailAsync(await LeaseAsync(Id(version: "2")), "x", Minute);
        StepLease held = (await Ledger.ClaimAsync(Id(version: "3"), "one", TimeSpan.FromDays(1))).Lease!;
        Time.Advance(TimeSpan.FromHours(1));
        await Ledger.CompleteAsync(await LeaseAsync(Id(version: "4")), "1", Minute);
        Assert.Equal(2, (await Ledger.PruneAsync(new() { Before = Time.GetUtcNow(), DryRun = true })).Rows);
        Assert.Equal(2, (await Ledger.PruneAsync(new() { Before = Time.GetUtcNow() })).Rows);
        Assert.Equal(["4", "3"], (await Ledger.ListAsync("daily")).Select(r => r.Identity.Version));
        await Ledger.CompleteAsync(held, "1", Minute);
    }

    [Fact]
    public async Task Prune_DoneStepOfAnUnfinishedPartition_StaysForTheResume()
    {
        await Ledger.CompleteAsync(await LeaseAsync(Id("read", "1")), "1", Minute);
        await Ledger.CompleteAsync(await LeaseAsync(Id("read", "1", "monday")), "1", Minute);
        Time.Advance(TimeSpan.FromDays(90));
        StepLease train = await LeaseAsync(Id("train", "1"));
        await Ledger.FailAsync(train, "no memory", Minute);
        Time.Advance(Minute);
        var old = new Pruning { Before = Time.GetUtcNow() - TimeSpan.FromDays(30) };

        // Monday has nothing to resume; the other partition failed a minute ago.
        Assert.Equal(1, (await Ledger.PruneAsync(old)).Rows);
        Assert.NotNull(await Ledger.FindAsync(Id("read", "1").Memo));
        Assert.Null(await Ledger.FindAsync(Id("read", "1", "monday").Memo));

        // Held counts as unfinished, however old; finished or forgotten long ago, it does not.
        StepLease again = await LeaseAsync(Id("train", "1"));
        Time.Advance(TimeSpan.FromDays(60));
        Assert.True(await Ledger.RenewAsync(again, TimeSpan.FromDays(100)));
        Assert.Equal(0, (await Ledger.PruneAsync(new() { Before = Time.GetUtcNow() })).Rows);
        await Ledger.FailAsync(again, "no memory", Minute);
        Time.Advance(TimeSpan.FromDays(60));
        Assert.Equal(2, (await Ledger.PruneAsync(old with { Before = Time.GetUtcNow() - TimeSpan.FromDays(30) })).Rows);
    }

    [Fact]
    public async Task Prune_ByRowsOrBytes_IsRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Ledger.PruneAsync(new() { Rows = 1 }));
        await Assert.ThrowsAsync<ArgumentException>(() => Ledger.PruneAsync(new() { Bytes = 1 }));
    }

    [Fact]
    public async Task LastDone_IsTheNewestOfItsStepAndPartition()
    {
        foreach (StepIdentity id in (StepIdentity[])[Id(version: "1"), Id(version: "2"), Id(version: "9", partition: "monday"), Id("other", "7")])
        {
            Time.Advance(Minute);
            await Ledger.CompleteAsync(await LeaseAsync(id), "1", Minute);
        }

        await LeaseAsync(Id(version: "3"));
        Assert.Equal("2", (await Ledger.LastDoneAsync("daily", "train", ""))!.Identity.Version);
        Assert.Equal("9", (await Ledger.LastDoneAsync("daily", "train", "monday"))!.Identity.Version);
        Assert.Null(await Ledger.LastDoneAsync("daily", "train", "tuesday"));
        Assert.Equal(["3", "7", "9"], (await Ledger.ListAsync("daily", take: 3)).Select(r => r.Identity.Version));
    }
}
