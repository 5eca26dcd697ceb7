using AiInfra.Core.Catalog;
using AiInfra.Core.Signals;
using AiInfra.Core.Storage;
using AiInfra.Observability.Predictions;
using AiInfra.Support.Stores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AiInfra.Observability.Tests.Predictions;

public sealed class PredictionLoggerTests : IDisposable
{
    private readonly TemporaryStore _temporary = new();

    private IPredictionLog Log => _temporary.Store.Catalog.Predictions;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task Flush_PredictionsAndLateLabels_AreInTheStoreJoined()
    {
        await using var logger = new PredictionLogger(Log);
        for (int i = 0; i < 1000; i++)
        {
            logger.OnSignal(Make.Prediction(i));
            if (i >= 100)
            {
                logger.OnFeedback(Make.Feedback(i - 100));
            }
        }

        await logger.FlushAsync();
        Assert.Equal(1900, logger.Written);
        Assert.Equal(900, await Count(new() { Labelled = true }));
        Assert.Equal(100, await Count(new() { Labelled = false }));
    }

    [Fact]
    public async Task Write_StoreAndLogBothThrow_GoesOnAndCountsTheLoss()
    {
        // As where the log's file lies on the same full disk: on a thread of our own nobody catches, and the process would end.
        await using var logger = new PredictionLogger(new Refusing(Log, times: 2), new() { Attempts = 2 }, logger: new ThrowingLogger());
        logger.OnSignal(Make.Prediction(1));
        await Assert.ThrowsAsync<PredictionLogException>(() => logger.FlushAsync());
        logger.OnSignal(Make.Prediction(2));
        await logger.FlushAsync();
        Assert.Equal((1, 1, 0), (logger.Lost, logger.Written, logger.Dropped));
    }

    [Fact]
    public async Task Write_OneRowThatTheStoreRefuses_LosesThatOneAlone()
    {
        await using var logger = new PredictionLogger(new Refusing(Log, 0, "p20"), new() { Attempts = 1 });
        for (int i = 0; i < 50; i++)
        {
            logger.OnSignal(Make.Prediction(i));
        }

        await Assert.ThrowsAsync<PredictionLogException>(() => logger.FlushAsync());
        Assert.Equal((1, 49), (logger.Lost, logger.Written));
        Assert.Equal(49, await Count(new()));
    }

    [Fact]
    public async Task Dispose_WritesTheRest()
    {
        var logger = new PredictionLogger(Log);
        for (int i = 0; i < 500; i++)
        {
            logger.OnSignal(Make.Prediction(i));
        }

        await logger.DisposeAsync();
        Assert.Equal(500, await Count(new()));
    }

    [Fact]
    public async Task Feedback_OfARequestWithShadow_IsTheShadowsToo()
    {
        await using var logger = new PredictionLogger(Log);
        logger.OnSignal(Make.Prediction(1));
        logger.OnSignal(Make.Prediction(1, role: PredictionRole.Shadow, version: 2));
        logger.OnFeedback(Make.Feedback(1, "no"));
        logger.OnFeedback(Make.Feedback(2, "no"));
        logger.OnSignal(Make.Prediction(2, role: PredictionRole.Shadow, version: 2));
        await logger.FlushAsync();
        Assert.Equal("no", (await Log.FindAsync("p1/shadow"))!.Feedback!.Label.AsText());
        Assert.Equal("no", (await Log.FindAsync("p2/shadow"))!.Feedback!.Label.AsText());
    }

    [Fact]
    public async Task Feedback_AfterARestart_IsTheShadowsToo()
    {
        await using (var before = new PredictionLogger(Log))
        {
            before.OnSignal(Make.Prediction(1));
            before.OnSignal(Make.Prediction(1, role: PredictionRole.Shadow, version: 2));
        }

        await using var after = new PredictionLogger(Log);
        after.OnFeedback(Make.Feedback(1, "no"));
        await after.FlushAsync();
        Assert.Equal("no", (await Log.FindAsync("p1/shadow"))!.Feedback!.Label.AsText());
    }

    [Fact]
    public async Task Sampling_ByHashOfTheId_KeepsTheShareAndTheSameIdsEveryTime()
    {
        await using var a = new PredictionLogger(Log, new() { Share = 0.3 });
        await using var b = new PredictionLogger(Log, new() { Share = 0.3 });
        int kept = Enumerable.Range(0, 10_000).Count(i => a.IsSampled("p" + i));
        Assert.InRange(kept, 2850, 3150);
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal(a.IsSampled("p" + i), b.IsSampled("p" + i)));
    }

    [Fact]
    public async Task Sampling_ByTheRequest_TakesShadowsWithIt()
    {
        await using var logger = new PredictionLogger(Log, new() { Share = 0.3 });
        for (int i = 0; i < 500; i++)
        {
            logger.OnSignal(Make.Prediction(i));
            logger.OnSignal(Make.Prediction(i, role: PredictionRole.Shadow, version: 2) with { Id = $"copy {i}" });
        }

        await logger.FlushAsync();
        LoggedSignal[] logged = await Log.ReadAsync(new()).ToArrayAsync();
        Assert.Equal(logged.Where(l => l.Signal.Of is null).Select(l => l.Signal.Id), logged.Where(l => l.Signal.Of is not null).Select(l => l.Signal.Of));
        Assert.InRange(logged.Length, 200, 400);
    }

    [Fact]
    public async Task Write_TensorsAndFailures_AreKeptToo()
    {
        await using var logger = new PredictionLogger(Log, deployment: "d");
        logger.OnSignal(Make.Boxes(1));
        logger.OnSignal(Make.Failure(2, "InferenceException"));
        await logger.FlushAsync();
        Assert.Equal(("boxes FP32[3,4]", "InferenceException"), (((TensorPrediction)(await Log.FindAsync("p1"))!.Signal).Outputs[0].ToString(), (await Log.FindAsync("p2"))!.Signal.Failure!.Kind));
    }

    [Fact]
    public async Task Sampling_None_SkipsAndCounts()
    {
        await using var logger = new PredictionLogger(Log, new() { Share = 0 });
        logger.OnSignal(Make.Prediction(1));
        logger.OnFeedback(Make.Feedback(1));
        await logger.FlushAsync();
        Assert.Equal((0, 2), (logger.Written, logger.Skipped));
    }

    [Fact]
    public async Task FullQueue_Wait_LosesNothing()
    {
        var gate = new Gate(Log);
        var logger = new PredictionLogger(gate, new() { Capacity = 4, BatchSize = 2, WhenFull = WhenFull.Wait });
        Task[] producers = [.. Enumerable.Range(0, 8).Select(p => Task.Run(() =>
        {
            for (int i = 0; i < 50; i++)
            {
                logger.OnSignal(Make.Prediction((p * 1000) + i));
            }
        }))];
        Task all = Task.WhenAll(producers);
        await Task.WhenAny(all, Task.Delay(100));
        Assert.False(all.IsCompleted);
        gate.Open();
        await all;
        await logger.DisposeAsync();
        Assert.Equal((400, 0, 400), (logger.Written, logger.Dropped, await Count(new())));
    }

    [Fact]
    public async Task FullQueue_ByDefault_DropsAndCountsEveryOne()
    {
        var gate = new Gate(Log);
        var logger = new PredictionLogger(gate, new() { Capacity = 4, BatchSize = 2 });
        for (int i = 0; i < 100; i++)
        {
            logger.OnSignal(Make.Prediction(i));
        }

        gate.Open();
        await logger.DisposeAsync();
        Assert.InRange(logger.Dropped, 90, 97);
        Assert.Equal(100, logger.Dropped + logger.Written);
    }

    [Fact]
    public async Task FullQueue_Dispose_LetsWaitingThreadsGo()
    {
        var gate = new Gate(Log);
        var logger = new PredictionLogger(gate, new() { Capacity = 1, BatchSize = 1, WhenFull = WhenFull.Wait });
        Task producer = Task.Run(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                logger.OnSignal(Make.Prediction(i));
            }
        });
        await Task.Delay(50);
        ValueTask ending = logger.DisposeAsync();
        await producer.WaitAsync(TimeSpan.FromMinutes(2));
        gate.Open();
        await ending;
        Assert.Equal(10, logger.Dropped + logger.Written);
    }

    [Fact]
    public async Task Store_RefusesForAWhile_IsTriedAgain()
    {
        var time = new FakeTimeProvider();
        var log = new Refusing(Log, times: 2);
        await using var logger = new PredictionLogger(log, time: time);
        logger.OnSignal(Make.Prediction(1));
        Task flushed = logger.FlushAsync();
        while (!flushed.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }

        await flushed;
        Assert.Equal((1, 0), (logger.Written, logger.Lost));
    }

    [Fact]
    public async Task Store_RefusesForGood_IsCountedAndFlushThrows()
    {
        var log = new Refusing(Log, times: 1);
        await using var logger = new PredictionLogger(log, new() { Attempts = 1 });
        logger.OnSignal(Make.Prediction(1));
        PredictionLogException e = await Assert.ThrowsAsync<PredictionLogException>(() => logger.FlushAsync());
        Assert.Contains("1 predictions", e.Message, StringComparison.Ordinal);
        logger.OnSignal(Make.Prediction(2));
        await logger.FlushAsync();
        Assert.Equal((1, 1), (logger.Written, logger.Lost));
    }

    [Fact]
    public async Task Signals_WithoutAnId_AreRefusedAndTheOthersWritten()
    {
        await using var logger = new PredictionLogger(Log);
        Assert.ThrowsAny<ArgumentException>(() => logger.OnFeedback(new Core.Signals.Feedback(null!, "yes", Make.Start)));
        Assert.ThrowsAny<ArgumentException>(() => logger.OnSignal(Make.Prediction(1) with { Id = "" }));
        logger.OnSignal(Make.Prediction(1));
        await logger.FlushAsync().WaitAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(1, await Count(new()));
    }

    [Fact]
    public async Task FullQueue_Wait_ManyRequestsOnThePool_AllReachTheStore()
    {
        // Each request that waits keeps a thread of the pool, and a busy pool grows by about one a second: forty of them end in any case.
        await using var logger = new PredictionLogger(Log, new() { Capacity = 16, BatchSize = 16, WhenFull = WhenFull.Wait });
        await Task.WhenAll(Enumerable.Range(0, 40).Select(p => Task.Run(() =>
        {
            for (int i = 0; i < 40; i++)
            {
                logger.OnSignal(Make.Prediction((p * 100) + i));
            }
        }))).WaitAsync(TimeSpan.FromMinutes(10));
        await logger.FlushAsync().WaitAsync(TimeSpan.FromMinutes(10));
        Assert.Equal((1600, 0, 1600), (logger.Written, logger.Dropped, await Count(new())));
    }

    [Fact]
    public void Options_OutOfRange_Throws() => Assert.Throws<ArgumentException>(() => new PredictionLogger(Log, new() { Share = 2 }));

    private async Task<int> Count(PredictionQuery query)
    {
        int count = 0;
        await foreach (LoggedSignal _ in Log.ReadAsync(query))
        {
            count++;
        }

        return count;
    }

    /// <summary>The real log behind a gate: a store that stands still.</summary>
    private sealed class Gate(IPredictionLog inner) : IPredictionLog
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => _open.SetResult();

        public async Task AddAsync(IReadOnlyList<Signal> signals, IReadOnlyList<Feedback> feedback, CancellationToken cancellationToken = default)
        {
            await _open.Task;
            await inner.AddAsync(signals, feedback, cancellationToken);
        }

        public IAsyncEnumerable<LoggedSignal> ReadAsync(PredictionQuery query, CancellationToken cancellationToken = default) => inner.ReadAsync(query, cancellationToken);

        public Task<LoggedSignal?> FindAsync(string predictionId, CancellationToken cancellationToken = default) => inner.FindAsync(predictionId, cancellationToken);

        public Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default) => inner.PruneAsync(pruning, cancellationToken);
    }

    /// <summary>The real log, after some refusals.</summary>
    private sealed class Refusing(IPredictionLog inner, int times, string? never = null) : IPredictionLog
    {
        private int _left = times;

        public Task AddAsync(IReadOnlyList<Signal> signals, IReadOnlyList<Feedback> feedback, CancellationToken cancellationToken = default) =>
            Interlocked.Decrement(ref _left) >= 0 || signals.Any(s => s.Id == never) ? throw new IOException("on purpose") : inner.AddAsync(signals, feedback, cancellationToken);

        public IAsyncEnumerable<LoggedSignal> ReadAsync(PredictionQuery query, CancellationToken cancellationToken = default) => inner.ReadAsync(query, cancellationToken);

        public Task<LoggedSignal?> FindAsync(string predictionId, CancellationToken cancellationToken = default) => inner.FindAsync(predictionId, cancellationToken);

        public Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default) => inner.PruneAsync(pruning, cancellationToken);
    }

    private sealed class ThrowingLogger : ILogger<PredictionLogger>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new IOException("No space left on device");
    }
}
