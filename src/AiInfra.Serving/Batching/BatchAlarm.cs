namespace AiInfra.Serving.Batching;

/// <summary>Rings at the earliest time that was set since it last rang. Not thread-safe: the batcher's lock guards it.</summary>
internal sealed class BatchAlarm(TimeProvider time, Action ring) : IAsyncDisposable
{
    private readonly ITimer _timer = time.CreateTimer(static call => ((Action)call!)(), ring, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private long _due = long.MaxValue;

    /// <summary>Sets a time, as a timestamp; a later one than is set already changes nothing.</summary>
    public void Set(long due, long now)
    {
        if (due < _due)
        {
            _due = due;
            double seconds = Math.Max(0, due - now) / (double)time.TimestampFrequency;
            _timer.Change(TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(seconds * 1000), int.MaxValue)), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>It rang: the next time counts.</summary>
    public void Rang() => _due = long.MaxValue;

    public ValueTask DisposeAsync() => _timer.DisposeAsync();
}
