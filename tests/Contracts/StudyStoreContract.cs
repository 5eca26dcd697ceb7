using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using AiInfra.Core.Studies;
using Microsoft.Extensions.Time.Testing;

namespace AiInfra.Contracts;

/// <summary>What every <see cref="IStudyStore"/> must do. A store's tests inherit this class and give an empty store on the clock.</summary>
public abstract class StudyStoreContract
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly ParameterRange Rate = ParameterRange.Float(1e-5, 0.1, log: true);

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    protected abstract IStudyStore Studies { get; }

    private static string Owner { get; } = WorkerIdentity.Create();

    private Task<StudyRecord> OpenAsync(string name = "s", params StudyDirection[] directions) =>
        Studies.OpenAsync(new StudyRecord { Name = name, Directions = directions.Length == 0 ? [StudyDirection.Minimize] : directions, Tags = new Dictionary<string, string> { ["by"] = "me" }, RunId = "r" });

    private async Task<TrialLease> ClaimAsync(string owner = "") => (await Studies.ClaimAsync("s", owner.Length == 0 ? Owner : owner, Minute))!;

    private static TrialNews News(double rate, params TrialReport[] reports) => new() { Parameters = new Dictionary<string, (ParameterRange, double)> { ["rate"] = (Rate, rate) }, Reports = reports };

    private async Task<TrialRecord> TrialAsync(int number) => (await Studies.ReadAsync("s")).Trials.Single(t => t.Number == number);

    [Fact]
    public async Task Open_Twice_IsTheSameStudyAndOtherDirectionsAreRefused()
    {
        StudyRecord made = await OpenAsync(directions: [StudyDirection.Minimize, StudyDirection.Maximize]);
        Time.Advance(Minute);
        StudyRecord there = await Studies.OpenAsync(new StudyRecord { Name = "s", Directions = made.Directions });
        Assert.Equal((made.CreatedAt, "r", "me"), (there.CreatedAt, there.RunId, there.Tags["by"]));
        Assert.Equal(made.CreatedAt, Time.GetUtcNow() - Minute);
        Assert.Contains("Minimize, Maximize", (await Assert.ThrowsAsync<CatalogConflictException>(() => OpenAsync())).Message);
    }

    [Fact]
    public async Task Studies_AreListedTaggedAndDeleted()
    {
        await OpenAsync("a");
        Time.Advance(Minute);
        await OpenAsync("b");
        Assert.Equal(["b", "a"], (await Studies.ListAsync()).Select(s => s.Name));
        await Studies.SetTagsAsync("a", new Dictionary<string, string?> { ["by"] = null, ["note"] = "x" });
        Assert.Equal(["note"], (await Studies.FindAsync("a"))!.Tags.Keys);
        await Studies.DeleteAsync("a");
        Assert.Null(await Studies.FindAsync("a"));
        Assert.Contains("'b'", (await Assert.ThrowsAsync<CatalogNotFoundException>(() => Studies.ReadAsync("a"))).Message);
    }

    [Fact]
    public async Task Delete_WhileATrialRuns_IsRefused()
    {
        await OpenAsync();
        TrialLease lease = await ClaimAsync();
        Assert.Contains("trial 0", (await Assert.ThrowsAsync<CatalogConflictException>(() => Studies.DeleteAsync("s"))).Message);
        await Studies.FinishAsync(lease, News(0.01, new TrialReport(0, 1, 1)), new TrialOutcome(TrialState.Complete, [1]));
        await Studies.DeleteAsync("s");
        await OpenAsync();
        StudyChanges changes = await Studies.ReadAsync("s");
        Assert.Equal((0, 0, 0), (changes.Trials.Count, changes.Reports.Count, changes.Ranges.Count));
        Assert.Equal(0, (await ClaimAsync()).Trial.Number);
    }

    [Fact]
    public async Task Claim_ManyAtOnce_GivesEveryTrialOnce()
    {
        await OpenAsync();
        await Studies.EnqueueAsync("s", new Dictionary<string, string>());
        TrialLease?[] leases = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => Studies.ClaimAsync("s", Owner, Minute, most: 12))));
        Assert.Equal(Enumerable.Range(0, 12), leases.OfType<TrialLease>().Select(l => l.Trial.Number).Order());
        Assert.Null(await Studies.ClaimAsync("s", Owner, Minute, most: 12));
    }

    [Fact]
    public async Task Claim_TakesWhatWaitsFirst()
    {
        await OpenAsync();
        TrialLease first = await ClaimAsync();
        Assert.Equal(1, await Studies.EnqueueAsync("s", new Dictionary<string, string> { ["rate"] = "0.01" }, new Dictionary<string, string> { ["why"] = "known" }));
        Assert.Equal(TrialState.Waiting, (await TrialAsync(1)).State);
        TrialLease second = await ClaimAsync();
        Assert.Equal((0, 1, 2), (first.Trial.Number, second.Trial.Number, (await ClaimAsync()).Trial.Number));
        Assert.Equal(("0.01", "known", Owner, TrialState.Running), (second.Trial.Given["rate"], second.Trial.Tags["why"], second.Trial.Owner, second.Trial.State));
    }

    [Fact]
    public async Task Finish_Trial_IsKeptWholeAndReadBack()
    {
        await OpenAsync(directions: [StudyDirection.Minimize, StudyDirection.Minimize]);
        TrialLease lease = await ClaimAsync();
        Assert.True(await Studies.RenewAsync(lease, Minute, News(0.01, new TrialReport(0, 1, double.NaN))));
        Time.Advance(TimeSpan.FromSeconds(5));
        TrialNews last = new()
        {
            Parameters = new Dictionary<string, (ParameterRange, double)> { ["kind"] = (ParameterRange.Choice("a", "b"), 1), ["n"] = (ParameterRange.Int(1, 9, step: 3), 4), ["f"] = (ParameterRange.Float(0, 1, step: 0.3), 0.3) },
            Constraints = new Dictionary<string, double> { ["small"] = -1, ["quick"] = 2.5 },
            Tags = new Dictionary<string, string> { ["note"] = "ä" },
            Reports = [new TrialReport(0, 2, double.PositiveInfinity)],
        };
        Assert.True(await Studies.FinishAsync(lease, last, new TrialOutcome(TrialState.Complete, [double.PositiveInfinity, 0.1])));
        StudyChanges changes = await Studies.ReadAsync("s");
        TrialRecord trial = Assert.Single(changes.Trials);
        Assert.Equal((TrialState.Complete, 0.01, 1, 4, 0.3), (trial.State, trial.Parameters["rate"], trial.Parameters["kind"], trial.Parameters["n"], trial.Parameters["f"]));
        Assert.Equal([double.PositiveInfinity, 0.1], trial.Values);
        Assert.Equal((-1, 2.5, "ä", TimeSpan.FromSeconds(5)), (trial.Constraints["small"], trial.Constraints["quick"], trial.Tags["note"], trial.EndedAt - trial.StartedAt));
        Assert.Equal([new TrialReport(0, 1, double.NaN), new TrialReport(0, 2, double.PositiveInfinity)], changes.Reports);
        Assert.Equal(Rate, changes.Ranges["rate"]);
        Assert.Equal([ParameterRange.Choice("a", "b"), ParameterRange.Int(1, 9, step: 3), ParameterRange.Float(0, 1, step: 0.3)], new[] { "kind", "n", "f" }.Select(n => changes.Ranges[n]));
        Assert.Equal(["rate", "kind", "n", "f"], changes.Ranges.Keys);
    }

    [Fact]
    public async Task Read_AfterACursor_GivesWhatChangedSince()
    {
        await OpenAsync();
        TrialLease one = await ClaimAsync(), two = await ClaimAsync();
        await Studies.FinishAsync(one, News(0.01, new TrialReport(0, 1, 5)), new TrialOutcome(TrialState.Complete, [1]));
        StudyCursor cursor = (await Studies.ReadAsync("s")).Cursor;
        StudyChanges nothing = await Studies.ReadAsync("s", cursor);
        Assert.Equal((0, 0, 0, cursor), (nothing.Trials.Count, nothing.Reports.Count, nothing.Ranges.Count, nothing.Cursor));
        await Studies.FinishAsync(two, News(0.02, new TrialReport(1, 1, 6)), new TrialOutcome(TrialState.Pruned, [6]));
        StudyChanges changes = await Studies.ReadAsync("s", cursor);
        Assert.Equal((1, TrialState.Pruned), (Assert.Single(changes.Trials).Number, changes.Trials[0].State));
        Assert.Equal([new TrialReport(1, 1, 6)], changes.Reports);
        Assert.Empty(changes.Ranges);
    }

    [Fact]
    public async Task Renew_WithAnotherRange_IsRefusedAndNothingIsWritten()
    {
        await OpenAsync();
        TrialLease one = await ClaimAsync(), two = await ClaimAsync();
        await Studies.RenewAsync(one, Minute, News(0.01));
        TrialNews other = new() { Parameters = new Dictionary<string, (ParameterRange, double)> { ["new"] = (Rate, 0.01), ["rate"] = (ParameterRange.Float(0, 1), 0.5) } };
        string message = (await Assert.ThrowsAsync<CatalogConflictException>(() => Studies.RenewAsync(two, Minute, other))).Message;
        Assert.Contains("1E-05 to 0.1, logarithmic", message);
        Assert.Contains("0 to 1", message);
        Assert.Empty((await TrialAsync(1)).Parameters);
        Assert.Equal(["rate"], (await Studies.ReadAsync("s")).Ranges.Keys);
    }

    [Fact]
    public async Task Dead_Trial_IsGivenUpAndRepeatedAsOftenAsSaid()
    {
        await OpenAsync();
        await Studies.RenewAsync(await ClaimAsync(), Minute, News(0.01, new TrialReport(0, 3, 7)));
        Assert.Empty(await Studies.ReleaseDeadAsync("s", new TrialRetry(1, false)));
        Time.Advance(Minute + Minute);
        Assert.Equal([0], await Studies.ReleaseDeadAsync("s", new TrialRetry(1, false)));
        Assert.Equal(TrialState.Failed, (await TrialAsync(0)).State);
        TrialLease again = await ClaimAsync();
        Assert.Equal((1, 0, 1, "0.01"), (again.Trial.Number, again.Trial.RetryOf, again.Trial.Retries, again.Trial.Given["rate"]));
        Assert.DoesNotContain((await Studies.ReadAsync("s")).Reports, r => r.Trial == 1);
        Time.Advance(Minute + Minute);
        Assert.Equal([1], await Studies.ReleaseDeadAsync("s", new TrialRetry(1, false)));
        Assert.Equal(2, (await Studies.ReadAsync("s")).Trials.Count);
    }

    [Fact]
    public async Task Dead_Trial_DoesNotCountAsStarted()
    {
        await OpenAsync();
        await ClaimAsync();
        Time.Advance(Minute + Minute);
        await Studies.ReleaseDeadAsync("s", new TrialRetry(0, false));
        Assert.NotNull(await Studies.ClaimAsync("s", Owner, Minute, most: 1));
        Assert.Null(await Studies.ClaimAsync("s", Owner, Minute, most: 1));
    }

    [Fact]
    public async Task Dead_Trial_HandsItsReportsOnWhereItIsSaid()
    {
        await OpenAsync();
        await Studies.RenewAsync(await ClaimAsync(), Minute, News(0.01, new TrialReport(0, 3, 7), new TrialReport(0, 4, 6)));
        Time.Advance(Minute + Minute);
        await Studies.ReleaseDeadAsync("s", new TrialRetry(1, true));
        Assert.Equal([new TrialReport(1, 3, 7), new TrialReport(1, 4, 6)], (await Studies.ReadAsync("s")).Reports.Where(r => r.Trial == 1));
    }

    [Fact]
    public async Task Lost_Lease_WritesNothing()
    {
        await OpenAsync();
        TrialLease late = await ClaimAsync();
        Time.Advance(Minute + Minute);
        await Studies.ReleaseDeadAsync("s", new TrialRetry(0, false));
        Assert.False(await Studies.RenewAsync(late, Minute, News(0.5e-1)));
        Assert.False(await Studies.FinishAsync(late, News(0.5e-1), new TrialOutcome(TrialState.Complete, [1])));
        Assert.False(await Studies.GiveBackAsync(late, "x", new TrialRetry(9, false)));
        TrialRecord trial = await TrialAsync(0);
        Assert.Equal((TrialState.Failed, 0, 0), (trial.State, trial.Values.Count, trial.Parameters.Count));
    }

    [Fact]
    public async Task Dead_WorkerOfThisMachine_IsKnownAtOnce()
    {
        await OpenAsync();
        string[] parts = Owner.Split('|');
        await ClaimAsync(string.Join('|', parts[0], "999999999", parts[2], parts[3]));
        await ClaimAsync();
        Assert.Equal([0], await Studies.ReleaseDeadAsync("s", new TrialRetry(0, false)));
    }

    [Fact]
    public async Task GivenBack_Trial_WaitsWithItsParameters()
    {
        await OpenAsync();
        TrialLease lease = await ClaimAsync();
        await Studies.RenewAsync(lease, Minute, News(0.01));
        Assert.True(await Studies.GiveBackAsync(lease, "stopped", new TrialRetry(int.MaxValue, false)));
        Assert.Equal((TrialState.Failed, "stopped"), ((await TrialAsync(0)).State, (await TrialAsync(0)).Error));
        Assert.Equal("0.01", (await Studies.ClaimAsync("s", Owner, Minute, most: 1))!.Trial.Given["rate"]);
    }
}
