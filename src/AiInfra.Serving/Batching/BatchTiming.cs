namespace AiInfra.Serving.Batching;

/// <summary>When a batch may leave the queue, by what the options say. Reads the queue under the batcher's lock.</summary>
internal sealed class BatchTiming(BatchOptions options, TimeProvider time)
{
    private readonly long _delay = TicksOf(options.MaxDelay, time);

    /// <summary>Most calls of the model at once.</summary>
    public int MaxInstances { get; } = Math.Max(options.Instances, options.MaxInstances);

    /// <summary>Whether another call may take a batch: an instance is idle, or the batch is full or has waited long enough and there is room for one more.</summary>
    public bool MayLeave(BatchQueue queue, int running, bool closed, long now) =>
        !queue.IsEmpty
        && running < MaxInstances
        && ((!options.HoldWhenIdle && running < options.Instances) || closed || queue.Rows >= options.MaxSize || now - queue.OldestSince >= _delay);

    /// <summary>When to look at the queue again, where nobody comes or goes before.</summary>
    public long LookAgain(BatchQueue queue, int running, long earliestDeadline) =>
        running < MaxInstances && _delay < long.MaxValue ? Math.Min(earliestDeadline, queue.OldestSince + _delay) : earliestDeadline;

    /// <summary>A time in timestamps of the clock.</summary>
    public long Ticks(TimeSpan span) => TicksOf(span, time);

    private static long TicksOf(TimeSpan span, TimeProvider time) => span < TimeSpan.FromDays(3650) ? (long)(span.TotalSeconds * time.TimestampFrequency) : long.MaxValue / 4;
}
