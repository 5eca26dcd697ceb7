using System.Collections.Concurrent;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Pipelines;

namespace AiInfra.Sqlite.Tests.Pipelines;

/// <summary>What runs, what is remembered, what a failure leaves.</summary>
public sealed class PipelineRunTests : PipelineRunnerRig
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly Progress _progress = new();

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
        Forget();
        (Pipeline p, Step<double> sum) = Daily();
        PipelineResult again = await Runner.RunAsync(p, With("2"));
        Assert.Equal((9.0, 0, ""), (again.Get(sum), again.Ran, Ran));
        Assert.All(again.Outcomes, o => Assert.Equal(StepState.Remembered, o.State));
    }

    [Fact]
    public async Task Run_OtherParameter_RunsOnlyWhatReadsItAndWhatFollows()
    {
        await Runner.RunAsync(Daily().Pipeline, With("2"));
        Forget();
        await Runner.RunAsync(Daily().Pipeline, With("5"));
        Assert.Equal("scale sum", Ran);
    }

    [Fact]
    public async Task Run_OtherCodeThatGivesTheSame_StopsThere()
    {
        await Runner.RunAsync(Daily().Pipeline, With("2"));
        Forget();
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
        Assert.Contains("step 'bad' after 1 attempt: InvalidDataException: no rows.", e.Message);
        Assert.Contains("Not run because of it: after", e.Message);
        Assert.Equal("a beside", Ran);
        Assert.Contains(_progress.Seen, s => s is { Step: "after", State: StepState.NotRun });
        broken = false;
        Forget();
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
        p.Step("a", "1", (_, _) => Task.Run(() => both.SignalAndWait(s_patience)));
        Step<bool> b = p.Step("b", "1", (_, _) => Task.Run(() => both.SignalAndWait(s_patience)));
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

        await new PipelineRunner(Store.Ledger, new PipelineRunnerOptions { MaxParallelSteps = 2 }).RunAsync(p);
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task Run_ArtifactOfAResultGone_RunsThatStepAgain()
    {
        var p = new Pipeline("p");
        Step<ArtifactDigest> make = p.Step("make", "1", async (c, ct) => await Note(c, await Store.Artifacts.PutBytesAsync("model"u8.ToArray(), ct)));
        p.Step("use", "1", make, (c, d, _) => Note(c, d.Hex.Length));
        ArtifactDigest digest = (await Runner.RunAsync(p)).Get(make);
        await Store.Artifacts.DeleteAsync(digest);
        Assert.Equal(StepReasonKind.ResultLost, (await Runner.ExplainAsync(p, "make")).Reasons[0].Kind);
        Forget();
        await Runner.RunAsync(p);
        Assert.StartsWith("make", Ran);
        Assert.True(await Store.Artifacts.ContainsAsync(digest));
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
