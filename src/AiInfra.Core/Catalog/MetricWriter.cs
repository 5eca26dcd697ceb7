using AiInfra.Core.Signals;

namespace AiInfra.Core.Catalog;

/// <summary>Takes metric points without waiting and writes them in batches. No accepted point is lost silently: dispose it to write the rest; an error of the store surfaces there and at the next call.</summary>
public sealed class MetricWriter : IAsyncDisposable
{
    private const int BatchPoints = 8192;
    private readonly BatchedWriter<MetricPoint> _writer;
    private readonly IRunStore _runs;
    private readonly TimeProvider _time;
    private volatile Exception? _error;
    private volatile bool _completed;
    private long _accepted;
    private long _written;

    /// <summary>Starts a writer for a run.</summary>
    /// <param name="runs">Where to.</param>
    /// <param name="runId">For which run.</param>
    /// <param name="capacity">How many points may wait; then <see cref="WriteAsync"/> waits. Nothing is dropped.</param>
    /// <param name="time">Clock for points without a time.</param>
    public MetricWriter(IRunStore runs, string runId, int capacity = 8192, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentException.ThrowIfNullOrEmpty(runId);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _runs = runs;
        RunId = runId;
        _time = time ?? TimeProvider.System;
        _writer = new($"AiInfra metrics {runId}", capacity, BatchPoints, WhenFull.Wait, StoreAsync);
    }

    /// <summary>The run written for.</summary>
    public string RunId { get; }

    /// <summary>Points that reached the store.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Hands over a point; waits only when too many wait already.</summary>
    /// <exception cref="StoreException">An earlier point could not be written.</exception>
    /// <exception cref="ObjectDisposedException">The writer was completed.</exception>
    public ValueTask WriteAsync(string key, double value, long step, CancellationToken cancellationToken = default) =>
        TryWrite(key, value, step) ? ValueTask.CompletedTask : WaitAsync(new MetricPoint(key, value, step, _time.GetUtcNow()), cancellationToken);

    /// <summary>Hands over a point if there is room; false when there is none, and the point is the caller's to keep or drop.</summary>
    /// <exception cref="StoreException">An earlier point could not be written.</exception>
    /// <exception cref="ObjectDisposedException">The writer was completed.</exception>
    public bool TryWrite(string key, double value, long step)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ThrowIfFailed();
        ObjectDisposedException.ThrowIf(_completed, this);
        if (!_writer.TryAdd(new MetricPoint(key, value, step, _time.GetUtcNow())))
        {
            return false;
        }

        Interlocked.Increment(ref _accepted);
        return true;
    }

    /// <summary>Waits until all points handed over so far are in the store. The writer goes on.</summary>
    /// <exception cref="StoreException">A point could not be written.</exception>
    /// <exception cref="ObjectDisposedException">The writer was completed.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfFailed();
        ObjectDisposedException.ThrowIf(_completed, this);
        await _writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        ThrowIfFailed();
    }

    /// <summary>Writes what was handed over and ends the writer. Calling it again is fine.</summary>
    /// <exception cref="StoreException">Points could not be written.</exception>
    public async Task CompleteAsync()
    {
        _completed = true;
        await _writer.DisposeAsync().ConfigureAwait(false);
        ThrowIfFailed();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await CompleteAsync().ConfigureAwait(false);

    private async ValueTask WaitAsync(MetricPoint point, CancellationToken cancellationToken)
    {
        if (!await _writer.AddAsync(point, cancellationToken).ConfigureAwait(false))
        {
            ThrowIfFailed();
            throw new ObjectDisposedException(nameof(MetricWriter), $"The metric writer of run {RunId} was completed; this point was not taken.");
        }

        Interlocked.Increment(ref _accepted);
    }

    private void ThrowIfFailed()
    {
        if (_error is { } error)
        {
            throw new StoreException($"Metrics of run {RunId} could not be written: {error.Message} {Written} points reached the store, {Interlocked.Read(ref _accepted) - Written} did not.", error);
        }
    }

    // After the first failure nothing more is written: what comes later would stand without what came before.
    private async Task StoreAsync(IReadOnlyList<MetricPoint> batch)
    {
        if (_error is not null)
        {
            return;
        }

        try
        {
            await _runs.AddMetricsAsync(RunId, batch).ConfigureAwait(false);
            Interlocked.Add(ref _written, batch.Count);
        }
        catch (Exception e)
        {
            // Whatever the store throws: kept, and thrown at the next call and at the end.
            _error = e;
        }
    }
}
