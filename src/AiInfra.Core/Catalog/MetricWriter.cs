using System.Threading.Channels;

namespace AiInfra.Core.Catalog;

/// <summary>Takes metric points without waiting and writes them in batches. Dispose it to write the rest; an error of the store surfaces there and at the next call.</summary>
public sealed class MetricWriter : IAsyncDisposable
{
    private readonly Channel<MetricPoint> _channel;
    private readonly Task _pump;
    private readonly IRunStore _runs;
    private readonly TimeProvider _time;
    private Exception? _error;
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
        _channel = Channel.CreateBounded<MetricPoint>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>The run written for.</summary>
    public string RunId { get; }

    /// <summary>Points that reached the store.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Hands over a point; waits only when the channel is full.</summary>
    public ValueTask WriteAsync(string key, double value, long step, CancellationToken cancellationToken = default)
    {
        ThrowIfFailed();
        return _channel.Writer.WriteAsync(new MetricPoint(key, value, step, _time.GetUtcNow()), cancellationToken);
    }

    /// <summary>Hands over a point if there is room.</summary>
    public bool TryWrite(string key, double value, long step)
    {
        ThrowIfFailed();
        return _channel.Writer.TryWrite(new MetricPoint(key, value, step, _time.GetUtcNow()));
    }

    /// <summary>Waits until all points handed over so far are in the store.</summary>
    public async Task CompleteAsync()
    {
        _channel.Writer.TryComplete();
        await _pump.ConfigureAwait(false);
        ThrowIfFailed();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await CompleteAsync().ConfigureAwait(false);

    private void ThrowIfFailed()
    {
        if (_error is { } error)
        {
            throw new IOException($"Metrics of run {RunId} could not be written: {error.Message}", error);
        }
    }

    private async Task PumpAsync()
    {
        var batch = new List<MetricPoint>(1024);
        ChannelReader<MetricPoint> reader = _channel.Reader;
        try
        {
            while (await reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (batch.Count < 1024 && reader.TryRead(out MetricPoint point))
                {
                    batch.Add(point);
                }

                await _runs.AddMetricsAsync(RunId, batch).ConfigureAwait(false);
                Interlocked.Add(ref _written, batch.Count);
                batch.Clear();
            }
        }
        catch (Exception e)
        {
            _error = e;
            _channel.Writer.TryComplete(e);
        }
    }
}
