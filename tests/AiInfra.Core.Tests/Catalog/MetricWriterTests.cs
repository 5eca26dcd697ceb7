using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;

namespace AiInfra.Core.Tests.Catalog;

public sealed class MetricWriterTests
{
    [Fact]
    public async Task Complete_AfterManyWrites_HasWrittenAllInOrder()
    {
        var store = new Points();
        var writer = new MetricWriter(store, "r", capacity: 16);
        for (int i = 0; i < 3000; i++)
        {
            await writer.WriteAsync("loss", i, i);
        }

        await writer.CompleteAsync();
        Assert.Equal(Enumerable.Range(0, 3000).Select(i => (long)i), store.Written.Select(p => p.Step));
        Assert.Equal(3000, writer.Written);
    }

    [Fact]
    public async Task Write_ManyThreads_LosesNothing()
    {
        var store = new Points();
        await using (var writer = new MetricWriter(store, "r", capacity: 8))
        {
            await Parallel.ForAsync(0, 16, async (thread, ct) =>
            {
                for (int i = 0; i < 200; i++)
                {
                    await writer.WriteAsync($"m{thread}", i, i, ct);
                }
            });
        }

        Assert.Equal(3200, store.Written.Distinct().Count());
    }

    [Fact]
    public async Task Flush_ThenGoOn_HasWrittenWhatWasHandedOver()
    {
        var store = new Points();
        await using var writer = new MetricWriter(store, "r");
        await writer.WriteAsync("loss", 1, 1);
        await writer.FlushAsync();
        Assert.Single(store.Written);
        await writer.WriteAsync("loss", 2, 2);
        await writer.FlushAsync();
        Assert.Equal(2, store.Written.Count);
    }

    [Fact]
    public async Task TryWrite_ChannelFull_SaysSo()
    {
        var store = new Points { Gate = new TaskCompletionSource() };
        var writer = new MetricWriter(store, "r", capacity: 4);
        int taken = 0;
        while (writer.TryWrite("loss", taken, taken))
        {
            Assert.InRange(++taken, 1, 2000);
        }

        store.Gate.SetResult();
        await writer.CompleteAsync();
        Assert.Equal(taken, store.Written.Count);
    }

    [Fact]
    public async Task StoreFails_EveryCallSaysSoWithCounts()
    {
        var store = new Points { Error = new InvalidOperationException("disk gone") };
        var writer = new MetricWriter(store, "r", capacity: 4);
        await Assert.ThrowsAsync<StoreException>(async () =>
        {
            for (int i = 0; i < 1_000_000; i++)
            {
                await writer.WriteAsync("loss", i, i);
            }
        });
        await Assert.ThrowsAsync<StoreException>(() => writer.FlushAsync());
        Assert.Throws<StoreException>(() => writer.TryWrite("loss", 0, 0));
        var e = await Assert.ThrowsAsync<StoreException>(async () => await writer.DisposeAsync());
        Assert.Contains("disk gone 0 points reached the store", e.Message);
    }

    [Fact]
    public async Task Write_AfterCompletion_IsRefused()
    {
        var writer = new MetricWriter(new Points(), "r");
        await writer.CompleteAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await writer.WriteAsync("loss", 1, 1));
        Assert.Throws<ObjectDisposedException>(() => writer.TryWrite("loss", 1, 1));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writer.FlushAsync());
        await writer.CompleteAsync();
    }

    [Fact]
    public async Task Cancelled_WhileWaiting_TheOthersStillArrive()
    {
        var store = new Points { Gate = new TaskCompletionSource() };
        var writer = new MetricWriter(store, "r", capacity: 1);
        int taken = 0;
        while (writer.TryWrite("loss", taken, taken))
        {
            taken++;
        }

        using var cancel = new CancellationTokenSource(20);
        bool arrived = true;
        try
        {
            await writer.WriteAsync("late", 0, 0, cancel.Token);
        }
        catch (OperationCanceledException)
        {
            arrived = false;
        }

        store.Gate.SetResult();
        await writer.CompleteAsync();
        Assert.Equal(taken + (arrived ? 1 : 0), store.Written.Count);
    }

    /// <summary>Only metrics matter here; the real store is tried in AiInfra.Sqlite.Tests.</summary>
    private sealed class Points : IRunStore
    {
        public List<MetricPoint> Written { get; } = [];

        public TaskCompletionSource? Gate { get; init; }

        public Exception? Error { get; init; }

        public async Task AddMetricsAsync(string runId, IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken = default)
        {
            if (Error is not null)
            {
                throw Error;
            }

            await (Gate?.Task ?? Task.CompletedTask);
            Written.AddRange(points);
        }

        public Task<Run> StartAsync(RunStart start, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<Run?> FindAsync(string runId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<Run>> ListAsync(RunQuery query, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<Run>> SearchAsync(RunSearch search, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task ChangeAsync(string runId, RunChange change, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task AddArtifactsAsync(string runId, IReadOnlyList<RunArtifact> artifacts, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<RunArtifact>> ArtifactsAsync(string runId, string? under = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<int> RemoveArtifactsAsync(string runId, string under, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task AddInputsAsync(string runId, IReadOnlyList<RunInput> inputs, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<RunInput>> InputsAsync(string runId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task AddParametersAsync(string runId, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task SetTagsAsync(string runId, IReadOnlyDictionary<string, string?> tags, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task TruncateMetricsAsync(string runId, long afterStep, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>>> LatestMetricsAsync(IReadOnlyList<string> runIds, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<MetricPoint>> MetricHistoryAsync(string runId, string key, int take = 10_000, long? afterStep = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<MetricPoint>> MetricCourseAsync(string runId, string key, int points, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<Pruned> PruneMetricsAsync(Pruning pruning, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task DeleteAsync(string runId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task FinishAsync(string runId, RunStatus status, string? error = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task ReopenAsync(string runId, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
