using AiInfra.Core.Pipelines;
using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Tests.Pipelines;

/// <summary>What a listener that throws, and a ledger that fails for a while, do to a run.</summary>
public sealed class PipelineListenerTests : PipelineRunnerRig
{
    [Theory]
    [InlineData(StepState.Started)]
    [InlineData(StepState.Succeeded)]
    [InlineData(StepState.Remembered)]
    public async Task Run_ProgressThrows_TheRunGoesOn(StepState at)
    {
        var p = new Pipeline("p");
        Step<int> a = p.Step("a", "1", (c, _) => Note(c, 1));
        Step<int> b = p.Step("b", "1", a, (c, x, _) => Note(c, x + 1));
        PipelineResult result = await Runner.RunAsync(p, progress: new Thrower(at));
        Assert.Equal((2, "a b"), (result.Get(b), Ran));
        Assert.Equal(0, (await Runner.RunAsync(p, progress: new Thrower(at))).Ran);
        Assert.All(await Store.Ledger.ListAsync("p"), s => Assert.Equal((StepRecordState.Done, 1), (s.State, s.Attempts)));
    }

    [Fact]
    public async Task Run_RenewalFailsOnce_TheWorkCounts()
    {
        var ledger = new Flaky(Store.Ledger);
        var runner = new PipelineRunner(ledger, new PipelineRunnerOptions { Lease = TimeSpan.FromMilliseconds(600) });
        var p = new Pipeline("p");
        Step<int> slow = p.Step("slow", "1", async (_, ct) =>
        {
            await ledger.Renewed.Task.WaitAsync(TimeSpan.FromMinutes(5), ct);
            return 7;
        });
        PipelineResult result = await runner.RunAsync(p);
        Assert.Equal((7, 1), (result.Get(slow), result.Outcomes[0].Attempts));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_ThousandSteps_InAChainOrSideBySide(bool chain)
    {
        var p = new Pipeline("p");
        var steps = new List<Step<int>> { p.Step("s0", "1", (_, _) => Task.FromResult(1)) };
        for (int i = 1; i < 1000; i++)
        {
            steps.Add(p.Step($"s{i}", "1", steps[chain ? i - 1 : 0], (_, x, _) => Task.FromResult(x + 1)));
        }

        Step<int> last = p.StepOverAll("last", "1", steps, (_, all, _) => Task.FromResult(all.Sum()));
        Assert.Equal(chain ? 500_500 : 1999, (await Runner.RunAsync(p)).Get(last));
        Assert.Equal(0, (await Runner.RunAsync(p)).Ran);
    }

    private sealed class Thrower(StepState at) : IProgress<StepProgress>
    {
        public void Report(StepProgress value)
        {
            if (value.State == at)
            {
                throw new InvalidOperationException("the listener is broken");
            }
        }
    }

    /// <summary>Its first renewal fails; the second tells.</summary>
    private sealed class Flaky(IPipelineLedger inner) : IPipelineLedger
    {
        private int _renewals;

        public TaskCompletionSource Renewed { get; } = new();

        public async Task<bool> RenewAsync(StepLease lease, TimeSpan duration, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref _renewals) == 1)
            {
                throw new SqliteStoreException("The store is busy.", "x");
            }

            bool held = await inner.RenewAsync(lease, duration, cancellationToken);
            Renewed.TrySetResult();
            return held;
        }

        public Task<StepRecord?> FindAsync(string memo, CancellationToken cancellationToken = default) => inner.FindAsync(memo, cancellationToken);

        public Task<StepRecord?> LastDoneAsync(string pipeline, string step, string partition, CancellationToken cancellationToken = default) => inner.LastDoneAsync(pipeline, step, partition, cancellationToken);

        public Task<StepClaim> ClaimAsync(StepIdentity step, string owner, TimeSpan duration, long? takeOver = null, CancellationToken cancellationToken = default) => inner.ClaimAsync(step, owner, duration, takeOver, cancellationToken);

        public Task CompleteAsync(StepLease lease, string resultJson, TimeSpan took, CancellationToken cancellationToken = default) => inner.CompleteAsync(lease, resultJson, took, cancellationToken);

        public Task FailAsync(StepLease lease, string error, TimeSpan took, CancellationToken cancellationToken = default) => inner.FailAsync(lease, error, took, cancellationToken);

        public Task ReleaseAsync(StepLease lease, CancellationToken cancellationToken = default) => inner.ReleaseAsync(lease, cancellationToken);

        public Task<bool> ForgetAsync(string memo, CancellationToken cancellationToken = default) => inner.ForgetAsync(memo, cancellationToken);

        public Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default) => inner.PruneAsync(pruning, cancellationToken);

        public Task<IReadOnlyList<StepRecord>> ListAsync(string pipeline, int take = 100, CancellationToken cancellationToken = default) => inner.ListAsync(pipeline, take, cancellationToken);
    }
}
