using AiInfra.Core.Catalog;
using AiInfra.Core.Signals;
using AiInfra.Core.Storage;
using AiInfra.Disks;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Monitoring;
using AiInfra.Observability.Predictions;
using AiInfra.Sqlite;
using AiInfra.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace AiInfra.Observability.Tests.Predictions;

/// <summary>A store that stands still, really: answers go on, and what was published adds up.</summary>
public sealed class StandingStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Publish_AnotherProcessHoldsTheLock_GoesOnAndEverySignalIsCounted()
    {
        using var store = AiInfraStore.Open(_folder, options: new() { BusyTimeout = TimeSpan.FromSeconds(1) });
        using var other = new SqliteConnection($"Data Source={Path.Combine(_folder, "catalog.db")};Pooling=False");
        other.Open();
        SqliteTransaction held = other.BeginTransaction(deferred: false);
        var hub = new SignalHub();
        var logger = new PredictionLogger(store.Catalog.Predictions, new() { Capacity = 512, Attempts = 1 });
        using IDisposable listening = hub.Subscribe(logger);
        await using var monitor = new ModelMonitor("d", new() { QueueCapacity = 1 << 20 }, new CatalogReferenceSource(store.Catalog, store.Artifacts));
        using IDisposable watching = hub.Subscribe(monitor);

        // Before, the publishing threads stood still here for as long as the lock was held.
        await PublishAsync(hub, 0, 4000).WaitAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(0, logger.Written);
        Assert.InRange(logger.Dropped, 4000 - (4 * 512), 4000);
        held.Rollback();
        await monitor.FlushAsync();
        Assert.Equal(4000, monitor.Status.Predictions);

        // Once the queue has drained, everything reaches the store again.
        await Until.HoldsAsync(() => logger.Dropped + logger.Lost + logger.Written >= 4000);

        long before = logger.Dropped + logger.Lost;
        await PublishAsync(hub, 4000, 400).WaitAsync(TimeSpan.FromMinutes(5));
        await logger.DisposeAsync();
        Assert.Equal(before, logger.Dropped + logger.Lost);
        Assert.Equal(4400, logger.Written + logger.Dropped + logger.Lost);
        Assert.Equal(logger.Written, await store.Catalog.Predictions.ReadAsync(new()).CountAsync());
    }

    [Fact]
    public async Task Publish_DiskFull_GoesOnAndEverySignalIsCounted()
    {
        using SmallDisk disk = SmallDisk.Mount(2048);
        using var store = AiInfraStore.Open(disk.File("store"));
        var logger = new PredictionLogger(store.Catalog.Predictions, new() { Capacity = 256, BatchSize = 256, Attempts = 1 });
        var hub = new SignalHub();
        using IDisposable listening = hub.Subscribe(logger);
        await PublishAsync(hub, 0, 200).WaitAsync(TimeSpan.FromMinutes(5));
        await logger.FlushAsync();
        string ballast = disk.FillTo(0);
        await PublishAsync(hub, 200, 20_000).WaitAsync(TimeSpan.FromMinutes(5));
        await Assert.ThrowsAsync<PredictionLogException>(() => logger.FlushAsync());
        Assert.True(logger.Lost > 0);
        Assert.Equal(20_200, logger.Written + logger.Dropped + logger.Lost);
        File.Delete(ballast);
        await PublishAsync(hub, 30_000, 200).WaitAsync(TimeSpan.FromMinutes(5));
        await logger.FlushAsync();
        await logger.DisposeAsync();
        Assert.Equal(20_400, logger.Written + logger.Dropped + logger.Lost);
        Assert.Equal(logger.Written, await store.Catalog.Predictions.ReadAsync(new()).CountAsync());
        Assert.NotNull(await store.Catalog.Predictions.FindAsync("p30001"));
    }

    [Fact]
    public async Task Alarm_WhileTheLogLoses_IsOnAndGoesOffAMinuteAfter()
    {
        var time = new FakeTimeProvider();
        var heard = new Heard();
        await using var logger = new PredictionLogger(new Refusing(), new() { Attempts = 1 }, "d", time, sinks: [heard]);
        logger.OnSignal(Make.Prediction(1));
        logger.OnSignal(Make.Prediction(2, deployment: "other"));
        await Assert.ThrowsAsync<PredictionLogException>(() => logger.FlushAsync());
        time.Advance(TimeSpan.FromSeconds(1));
        Alarm raised = Assert.Single(heard.Alarms);
        Assert.Equal(("d", Alarm.Log, AlarmState.Raised, 1, 1L), (raised.Deployment, raised.Kind, raised.State, raised.Version, raised.Position));
        Assert.Contains("1 were refused by the store (on purpose)", raised.Message, StringComparison.Ordinal);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Single(heard.Alarms);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(AlarmState.Cleared, heard.Alarms[^1].State);
        Assert.Equal(2, heard.Alarms.Count);
    }

    [Fact]
    public async Task Alarm_FullQueueOfAStoreThatStandsStill_IsOnWithoutWaitingForTheStore()
    {
        var time = new FakeTimeProvider();
        var heard = new Heard();
        var standing = new Refusing { Open = new TaskCompletionSource() };
        var logger = new PredictionLogger(standing, new() { Capacity = 1, BatchSize = 1 }, time: time, sinks: [new Throwing(), heard]);
        for (int i = 0; i < 10; i++)
        {
            logger.OnSignal(Make.Prediction(i));
        }

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("signals found no room", Assert.Single(heard.Alarms).Message, StringComparison.Ordinal);
        standing.Open.SetResult();
        await logger.DisposeAsync();
        Assert.Equal(10, logger.Dropped + logger.Lost);
    }

    [Fact]
    public async Task Dispose_StoreRefuses_DoesNotAskForEveryBatch()
    {
        var log = new Refusing { Open = new TaskCompletionSource() };
        var logger = new PredictionLogger(log, new() { BatchSize = 1 }, time: new FakeTimeProvider());
        for (int i = 0; i < 100; i++)
        {
            logger.OnSignal(Make.Prediction(i));
        }

        ValueTask ending = logger.DisposeAsync();
        log.Open.SetResult();
        await ending;
        Assert.Equal(100, logger.Lost);
        Assert.InRange(log.Asked, 1, 3);
    }

    [Fact]
    public async Task Write_IsOnAThreadOfItsOwn()
    {
        var log = new Refusing();
        await using var logger = new PredictionLogger(log, new() { Attempts = 1 });
        logger.OnSignal(Make.Prediction(1));
        await Assert.ThrowsAsync<PredictionLogException>(() => logger.FlushAsync());
        Assert.False(log.OnThePool);
    }

    [Fact]
    public async Task CatalogEventSink_StoreStandsStill_DropsAndCounts()
    {
        using var store = AiInfraStore.Open(_folder, options: new() { BusyTimeout = TimeSpan.FromSeconds(1) });
        using var other = new SqliteConnection($"Data Source={Path.Combine(_folder, "catalog.db")};Pooling=False");
        other.Open();
        SqliteTransaction held = other.BeginTransaction(deferred: false);
        var sink = new CatalogEventSink(store.Catalog.Events);

        // Inline, a monitor's judgement runs on the request's thread: it must not wait for the store.
        Task telling = Task.Run(() =>
        {
            for (int i = 0; i < 3000; i++)
            {
                sink.OnAlarm(new Alarm("d", Alarm.Drift, AlarmState.Raised, 1, i, Make.Start, "on purpose"));
            }
        });
        await telling.WaitAsync(TimeSpan.FromMinutes(5));
        held.Rollback();
        await sink.DisposeAsync();
        Assert.True(sink.Lost > 0);
        Assert.Equal(3000, sink.Lost + (await store.Catalog.Events.ListAsync(new() { Take = 5000 })).Count);
    }

    private static Task PublishAsync(SignalHub hub, int first, int count) => Task.WhenAll(Enumerable.Range(0, 4).Select(p => Task.Run(() =>
    {
        for (int i = p; i < count; i += 4)
        {
            hub.Publish(Make.Prediction(first + i));
        }
    })));

    /// <summary>A store that refuses everything, after a while where it should.</summary>
    private sealed class Refusing : IPredictionLog
    {
        public TaskCompletionSource? Open { get; init; }

        public int Asked { get; private set; }

        public bool OnThePool { get; private set; }

        public async Task AddAsync(IReadOnlyList<Signal> signals, IReadOnlyList<Feedback> feedback, CancellationToken cancellationToken = default)
        {
            Asked++;
            OnThePool = Thread.CurrentThread.IsThreadPoolThread;
            await (Open?.Task ?? Task.CompletedTask);
            throw new IOException("on purpose");
        }

        public IAsyncEnumerable<LoggedSignal> ReadAsync(PredictionQuery query, CancellationToken cancellationToken = default) => AsyncEnumerable.Empty<LoggedSignal>();

        public Task<LoggedSignal?> FindAsync(string predictionId, CancellationToken cancellationToken = default) => Task.FromResult<LoggedSignal?>(null);

        public Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default) => Task.FromResult(default(Pruned));
    }
}
