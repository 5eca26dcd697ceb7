namespace AiInfra.Serving.Batching;

/// <summary>Counts of a batcher; those under the batcher's lock are plain fields.</summary>
internal sealed class BatchCounts
{
    private long _batches;
    private long _rows;
    private long _queueTicks;
    private long _answered;
    private long _failed;
    private long _runAlone;
    private long _turnedAway;

    public long Rejected { get; set; }

    public long Expired { get; set; }

    public long Cancelled { get; set; }

    public void Took(int requests, int rows, int expired)
    {
        _batches += requests > 0 ? 1 : 0;
        _rows += rows;
        Expired += expired;
    }

    /// <summary>A request was refused before it came to the queue.</summary>
    public void TurnedAway() => Interlocked.Increment(ref _turnedAway);

    public void Waited(long ticks) => Interlocked.Add(ref _queueTicks, ticks);

    public void Ended(int answered, int failed, int runAlone)
    {
        Interlocked.Add(ref _answered, answered);
        Interlocked.Add(ref _failed, failed);
        Interlocked.Add(ref _runAlone, runAlone);
    }

    public BatchStatistics Snapshot(TimeProvider time) => new()
    {
        Batches = _batches,
        Rows = _rows,
        Answered = Interlocked.Read(ref _answered),
        Failed = Interlocked.Read(ref _failed),
        RunAlone = Interlocked.Read(ref _runAlone),
        Rejected = Rejected + Interlocked.Read(ref _turnedAway),
        Expired = Expired,
        Cancelled = Cancelled,
        QueueTime = time.GetElapsedTime(0, Interlocked.Read(ref _queueTicks)),
    };
}
