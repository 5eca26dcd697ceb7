namespace AiInfra.Testing;

/// <summary>A timer of a <see cref="FixedClock"/>. The clock keeps its times, under the clock's lock.</summary>
internal sealed class FixedTimer(FixedClock clock, TimerCallback callback, object? state) : ITimer
{
    private volatile bool _disposed;

    public DateTimeOffset Due { get; set; }

    public TimeSpan Period { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        CheckTime(dueTime, nameof(dueTime));
        CheckTime(period, nameof(period));
        return !_disposed && clock.Set(this, dueTime, period);
    }

    public void Fire()
    {
        if (!_disposed)
        {
            callback(state);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        clock.Remove(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static void CheckTime(TimeSpan time, string name)
    {
        if (time < TimeSpan.Zero && time != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(name, time, "A time of zero or more, or Timeout.InfiniteTimeSpan, is expected.");
        }
    }
}
