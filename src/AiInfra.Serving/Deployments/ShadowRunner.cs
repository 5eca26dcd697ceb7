using System.Threading.Channels;
using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;
using Microsoft.Extensions.Logging;

namespace AiInfra.Serving.Deployments;

/// <summary>Lets the challenger answer copies of requests, aside and in their order. Its queue is its own: when it is full, copies are dropped and counted.</summary>
internal sealed class ShadowRunner : IAsyncDisposable
{
    private const int MostAtOnce = 64;
    private readonly Channel<ShadowCopy> _queue;
    private readonly SignalPublisher _publisher;
    private readonly TimeProvider _time;
    private readonly ShadowFailures _failures;
    private readonly Task _pump;
    private long _taken;
    private long _answered;
    private long _dropped;
    private long _failed;
    private TaskCompletionSource? _idle;

    public ShadowRunner(int capacity, SignalPublisher publisher, TimeProvider time, ILogger logger)
    {
        _queue = Channel.CreateBounded<ShadowCopy>(new BoundedChannelOptions(capacity) { SingleReader = true });
        _publisher = publisher;
        _time = time;
        _failures = new ShadowFailures(time, logger);
        _pump = Task.Run(PumpAsync);
    }

    public long Answered => Interlocked.Read(ref _answered);

    public long Dropped => Interlocked.Read(ref _dropped);

    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Queues a copy, or drops it.</summary>
    public void Offer(ShadowCopy copy)
    {
        Interlocked.Increment(ref _taken);
        if ((copy.Row is not null && copy.Challenger.Rows is null) || !_queue.Writer.TryWrite(copy))
        {
            Interlocked.Increment(ref _dropped);
            copy.Challenger.Telemetry.ShadowDropped();
            Settled();
        }
    }

    /// <summary>Waits until every copy offered so far is answered, failed or dropped.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        while (!IsIdle())
        {
            TaskCompletionSource idle = Interlocked.CompareExchange(ref _idle, null, null) ?? Make();
            if (!IsIdle())
            {
                await idle.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _pump.ConfigureAwait(false);
    }

    private bool IsIdle() => Interlocked.Read(ref _taken) <= Answered + Failed + Dropped;

    private TaskCompletionSource Make()
    {
        var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Interlocked.CompareExchange(ref _idle, made, null) ?? made;
    }

    private void Settled()
    {
        if (IsIdle())
        {
            Interlocked.Exchange(ref _idle, null)?.TrySetResult();
        }
    }

    private async Task PumpAsync()
    {
        var copies = new List<ShadowCopy>(MostAtOnce);
        var tasks = new List<Task>(MostAtOnce);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (copies.Count < MostAtOnce && _queue.Reader.TryRead(out ShadowCopy copy))
            {
                copies.Add(copy);
            }

            // Asked together, so that a batching challenger sees batches; told in order.
            tasks.AddRange(copies.Select(AskAsync));
            foreach (Task task in tasks)
            {
                await task.ConfigureAwait(false);
            }

            copies.Clear();
            tasks.Clear();
            Settled();
        }
    }

    private async Task AskAsync(ShadowCopy copy)
    {
        if (!copy.Challenger.Uses.TryEnter())
        {
            // The challenger went while the copy waited.
            Interlocked.Increment(ref _dropped);
            copy.Challenger.Telemetry.ShadowDropped();
            return;
        }

        long started = _time.GetTimestamp();
        try
        {
            if (copy.Row is { } row)
            {
                Row outputs = await copy.Challenger.Rows!.RunAsync(row, started, Batching.BatchPriority.Low, null, default).ConfigureAwait(false);
                _publisher.PublishShadow(copy, outputs, _time.GetElapsedTime(started));
            }
            else
            {
                TensorData[] outputs = await copy.Challenger.Tensors.RunAsync(copy.Tensors!, started, Batching.BatchPriority.Low, null, default).ConfigureAwait(false);
                _publisher.PublishShadow(copy, outputs, _time.GetElapsedTime(started));
            }

            Interlocked.Increment(ref _answered);
        }
        catch (Exception e)
        {
            // The caller has the champion's answer; the challenger's failure is counted and told, never thrown.
            copy.Challenger.Telemetry.ShadowFailed(e);
            _failures.Tell(copy, e);
            _publisher.FailShadow(copy, e, _time.GetElapsedTime(started));

            // Last: who waits for the copies finds it told.
            Interlocked.Increment(ref _failed);
        }
        finally
        {
            copy.Challenger.Uses.Leave();
        }
    }
}
