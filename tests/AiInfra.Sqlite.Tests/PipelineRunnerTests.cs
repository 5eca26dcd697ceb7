using System.Collections.Concurrent;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Pipelines;

namespace AiInfra.Sqlite.Tests;

public sealed class PipelineRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AiInfraStore _store;
    private readonly ConcurrentQueue<string> _ran = new();
    private readonly Progress _progress = new();

    public PipelineRunnerTests() => _store = AiInfraStore.Open(_folder.Path, options: new SqliteStoreOptions { SurvivesPowerCut = false });

    private PipelineRunner Runner => new(_store.Ledger, new PipelineRunnerOptions { MaxParallelSteps = 4, Poll = TimeSpan.FromMilliseconds(5) }, _store.Artifacts);

    private string Ran => string.Join(" ", _ran.Order(StringComparer.Ordinal));

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private static PipelineArguments With(string rate, string partition = "") => new() { Parameters = new Dictionary<string, string> { ["rate"] = rate }, Partition = partition };

    /// <summary>read → double → sum(read, double); rate is a parameter of double.</summary>
    private (Pipeline Pipeline, Step<double> Sum) Daily(string readVersion = "1", int value = 3, string doubleVersion = "1")
    {
        var p = new Pipeline("daily");
        Step<int> read = p.Step("read", readVersion, (c, _) => Note(c, value));
        Step<double> scaled = p.Step("scale", doubleVersion, read, (c, r, _) => Note(c, r * double.Parse(c.Parameter("rate"))), new StepOptions { Parameters = ["rate"] });
        Step<double> sum = p.Step("sum", "1", read, scaled, (c, r, s, _) => Note(c, r + s));
        return (p, sum);
    }

    private Task<T> Note<T>(StepContext context, T value)
    {
        _ran.Enqueue(context.Partition + context.Step);
        return Task.FromResult(value);
    }

    [Fact]
    public async Task Run_First_RunsEverythingAndGivesTypedResults()
    {
        (Pipeline p, Step<double> sum) = Daily();
        PipelineResult result = await Runner.RunAsync(p, With("2"));
        Assert.Equal((9.0, 3, "read scale sum"), (result.Get(sum), result.Ran, Ran));
    }

    [Fact]
    public async Task Run_Again_RunsNothingAndGivesTheSame()
    {
        await Runner.RunAsync(Daily().Pipeline, With("2"));
        _ran.Clear();
        (Pipeline p, Step<double> sum) = Daily();
        PipelineResult again = await Runner.RunAsync(p, With("2"));
        Assert.Equal((9.0, 0, ""), (again.Get(sum), again.Ran, Ran));
        Assert.All(again.Outcomes, o => Assert.Equal(StepState.Remembered, o.State));
    }

    [Fact]
    public async Task Run_OtherParameter_RunsOnlyWhatReadsItAndWhatFollows()
    {
        await Runner.RunAsync(Daily().Pipeline, With("2"));
        _ran.Clear();
        await Runner.RunAsync(Daily().Pipeline, With("5"));
        Assert.Equal("scale sum", Ran);
    }

    [Fact]
    public async Task Run_OtherCodeThatGivesTheSame_StopsThere()
    {
        await Runner.RunAsync(Daily().Pipeline, With("2"));
        _ran.Clear();
        await Runner.RunAsync(Daily(readVersion: "2").Pipeline, With("2"));
        Assert.Equal("read", Ran);
    }

    [Fact]
    public async Task Run_StepFails_OthersRunAndTheRestIsTakenUpLater()
    {
        bool broken = true;
        var p = new Pipeline("p");
        Step<int> a = p.Step("a", "1", (c, _) => Note(c, 1));
        Step<int> bad = p.Step("bad", "1", a, (c, x, _) => broken ? throw new InvalidDataException("no rows") : Note(c, x));
        Step<int> after = p.Step("after", "1", bad, (c, x, _) => Note(c, x));
        Step<int> beside = p.Step("beside", "1", a, (c, x, _) => Note(c, x + 1));
        var e = await Assert.ThrowsAsync<PipelineFailedException>(() => Runner.RunAsync(p, progress: _progress));
        Assert.Contains("step 'bad' after 1 attempts: no rows", e.Message);
        Assert.Contains("Not run because of it: after", e.Message);
        Assert.Equal("a beside", Ran);
        Assert.Contains(_progress.Seen, s => s is { Step: "after", State: StepState.NotRun });
        broken = false;
        _ran.Clear();
        PipelineResult result = await Runner.RunAsync(p);
        Assert.Equal(("after bad", 1), (Ran, result.Get(after)));
        Assert.Equal(2, result.Get(beside));
    }

    [Fact]
    public async Task Run_Retry_TriesAsOftenAsItSays()
    {
        int tries = 0;
        var p = new Pipeline("p");
        Step<int> flaky = p.Step("flaky", "1", (c, _) => ++tries < 3 ? throw new IOException("net") : Task.FromResult(c.Attempt),
            new StepOptions { Retry = new StepRetry { MaxAttempts = 3, FirstDelay = TimeSpan.FromMilliseconds(2) } });
        PipelineResult result = await Runner.RunAsync(p, progress: _progress);
        Assert.Equal((3, 3), (result.Get(flaky), result.Outcomes[0].Attempts));
        Assert.Equal(2, _progress.Seen.Count(s => s.State == StepState.Retrying));
    }

    [Fact]
    public async Task Run_RetryNotWorthIt_FailsAtOnce()
    {
        int tries = 0;
        var p = new Pipeline("p");
        p.Step<int>("flaky", "1", (_, _) => throw new IOException($"{++tries}"),
            new StepOptions { Retry = new StepRetry { MaxAttempts = 9, FirstDelay = TimeSpan.FromMilliseconds(2), IsWorthIt = e => e is TimeoutException } });
        await Assert.ThrowsAsync<PipelineFailedException>(() => Runner.RunAsync(p));
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task Run_IndependentSteps_RunAtTheSameTime()
    {
        using var both = new Barrier(2);
        var p = new Pipeline("p");
        p.Step("a", "1", (_, _) => Task.Run(() => both.SignalAndWait(5000)));
        Step<bool> b = p.Step("b", "1", (_, _) => Task.Run(() => both.SignalAndWait(5000)));
        Assert.True((await Runner.RunAsync(p)).Get(b));
    }

    [Fact]
    public async Task Run_Limit_IsKept()
    {
        int now = 0, most = 0;
        var p = new Pipeline("p");
        for (int i = 0; i < 8; i++)
        {
            p.Step($"s{i}", "1", async (_, ct) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref now));
                await Task.Delay(10, ct);
                return Interlocked.Decrement(ref now);
            });
        }

        await new PipelineRunner(_store.Ledger, new PipelineRunnerOptions { MaxParallelSteps = 2 }).RunAsync(p);
        Assert.InRange(most, 1, 2);
    }

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
            StepRecord record = (await _store.Ledger.ListAsync("p"))[0];
            StepLease theirs = (await _store.Ledger.ClaimAsync(record.Identity, "other", TimeSpan.FromMinutes(1), record.Token)).Lease!;
            await _store.Ledger.CompleteAsync(theirs, "\"theirs\"", TimeSpan.Zero);
            return "late";
        });
        PipelineResult result = await Runner.RunAsync(p);
        Assert.Equal("theirs", result.Get(slow));
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
        Assert.Equal(StepRecordState.Open, (await _store.Ledger.ListAsync("p"))[0].State);
    }

    [Fact]
    public async Task Run_OwnerDied_IsTakenUpAtOnce()
    {
        (Pipeline p, _) = Daily();
        await new PipelineRunner(_store.Ledger).PlanAsync(p, With("2"));
        var id = new StepIdentity { Pipeline = "daily", Step = "read", Version = "1", Parameters = new Dictionary<string, string>(), Inputs = new Dictionary<string, string>() };
        await _store.Ledger.ClaimAsync(id, $"{Environment.MachineName}|{int.MaxValue}|0|x", TimeSpan.FromHours(1));
        PlannedStep planned = await Runner.ExplainAsync(p, "read", With("2"));
        Assert.Equal(StepReasonKind.Interrupted, planned.Reasons[0].Kind);
        await Runner.RunAsync(p, With("2"));
        Assert.Equal("read scale sum", Ran);
    }

    [Fact]
    public async Task Run_ArtifactOfAResultGone_RunsThatStepAgain()
    {
        var p = new Pipeline("p");
        Step<ArtifactDigest> make = p.Step("make", "1", async (c, ct) => await Note(c, await _store.Artifacts.PutBytesAsync("model"u8.ToArray(), ct)));
        p.Step("use", "1", make, (c, d, _) => Note(c, d.Hex.Length));
        ArtifactDigest digest = (await Runner.RunAsync(p)).Get(make);
        await _store.Artifacts.DeleteAsync(digest);
        Assert.Equal(StepReasonKind.ResultLost, (await Runner.ExplainAsync(p, "make")).Reasons[0].Kind);
        _ran.Clear();
        await Runner.RunAsync(p);
        Assert.StartsWith("make", Ran);
        Assert.True(await _store.Artifacts.ContainsAsync(digest));
    }

    [Fact]
    public async Task Run_Partitions_HaveTheirOwnResultsAndShareWhatIsShared()
    {
        var p = new Pipeline("p");
        Step<int> settings = p.Step("settings", "1", (c, _) => Note(c, 10), new StepOptions { SharedByPartitions = true });
        Step<string> day = p.Step("day", "1", settings, (c, s, _) => Note(c, c.Partition + s));
        IReadOnlyList<PipelineResult> results = await Runner.BackfillAsync(p, ["mon-", "tue-", "mon-"]);
        Assert.Equal(["mon-10", "tue-10"], results.Select(r => r.Get(day)));
        Assert.Equal("mon-day settings tue-day", Ran);
    }

    [Fact]
    public async Task Backfill_OnePartitionFails_TheOthersAreDoneAndItIsNamed()
    {
        var p = new Pipeline("p");
        p.Step("day", "1", (c, _) => c.Partition == "tue" ? throw new IOException("no file") : Note(c, 1));
        var e = await Assert.ThrowsAsync<PipelineFailedException>(() => Runner.BackfillAsync(p, ["mon", "tue", "wed"]));
        Assert.Equal("tue", e.Partition);
        Assert.Equal("monday wedday", Ran);
    }

    [Fact]
    public async Task Plan_BeforeAnything_SaysNeverRanAndWhatWaits()
    {
        PipelinePlan plan = await Runner.PlanAsync(Daily().Pipeline, With("2"));
        Assert.Equal([PlannedAction.Runs, PlannedAction.MayRun, PlannedAction.MayRun], plan.Steps.Select(s => s.Action));
        Assert.Equal("read: runs, because it never ran", plan.Steps[0].ToString());
        Assert.Equal("", Ran);
    }

    [Fact]
    public async Task Explain_ParameterChanged_NamesItWithBothValues()
    {
        await Runner.RunAsync(Daily().Pipeline, With("2"));
        PlannedStep step = await Runner.ExplainAsync(Daily().Pipeline, "scale", With("5"));
        Assert.Equal("scale: runs, because parameter 'rate' changed from '2' to '5'", step.ToString());
    }

    [Fact]
    public async Task Explain_CodeChanged_NamesBothVersions()
    {
        await Runner.RunAsync(Daily().Pipeline, With("2"));
        PlannedStep step = await Runner.ExplainAsync(Daily(doubleVersion: "7").Pipeline, "scale", With("2"));
        Assert.Equal([new StepReason(StepReasonKind.CodeChanged, From: "1", To: "7")], step.Reasons);
    }

    [Fact]
    public async Task Explain_InputChanged_NamesTheInput()
    {
        await Runner.RunAsync(Daily().Pipeline, With("2"));
        var onlyRead = new Pipeline("daily");
        onlyRead.Step("read", "2", (c, _) => Note(c, 4));
        await Runner.RunAsync(onlyRead);
        PlannedStep step = await Runner.ExplainAsync(Daily(readVersion: "2", value: 4).Pipeline, "scale", With("2"));
        Assert.Equal((StepReasonKind.InputChanged, "read"), (step.Reasons[0].Kind, step.Reasons[0].Name));
    }

    [Fact]
    public async Task Explain_FailedBefore_SaysHow()
    {
        var p = new Pipeline("p");
        p.Step<int>("bad", "1", (_, _) => throw new InvalidDataException("no rows"));
        await Assert.ThrowsAsync<PipelineFailedException>(() => Runner.RunAsync(p));
        Assert.Equal("bad: runs, because it failed before: InvalidDataException: no rows", (await Runner.ExplainAsync(p, "bad")).ToString());
    }

    [Fact]
    public async Task Run_WrongParameters_ListsThem()
    {
        var arguments = new PipelineArguments { Parameters = new Dictionary<string, string> { ["ratio"] = "1" } };
        var e = await Assert.ThrowsAsync<ArgumentException>(() => Runner.RunAsync(Daily().Pipeline, arguments));
        Assert.Contains("Missing: rate. Given but read by no step: ratio.", e.Message);
    }

    private sealed class Progress : IProgress<StepProgress>
    {
        public ConcurrentQueue<StepProgress> Seen { get; } = new();

        public void Report(StepProgress value) => Seen.Enqueue(value);
    }
}
