namespace AiInfra.Testing;

/// <summary>A clock that stands still until a test moves it on. Timers made from it fire while it moves, in the order of their times.</summary>
/// <remarks>Thread-safe. Callbacks run on the thread that moves the clock, with the clock at their time. Local time is UTC.</remarks>
public sealed class FixedClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly DateTimeOffset _start;
    private readonly List<FixedTimer> _timers = [];
    private DateTimeOffset _now;

    /// <summary>Creates a clock.</summary>
    /// <param name="start">Where it stands; null takes midnight of 1 January 2025, UTC.</param>
    public FixedClock(DateTimeOffset? start = null)
    {
        _start = (start ?? new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero)).ToUniversalTime();
        _now = _start;
    }

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp() => (GetUtcNow() - _start).Ticks;

    /// <summary>Moves the clock on. Every timer that is due on the way fires, as often as it is due.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative: a clock does not go back.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        DateTimeOffset until = GetUtcNow() + by;
        while (TakeNext(until) is { } due)
        {
            due.Fire();
        }
    }

    /// <summary>Moves the clock on to a time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time has passed already.</exception>
    public void AdvanceTo(DateTimeOffset time) => Advance(time - GetUtcNow());

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new FixedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal bool Set(FixedTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }

            timer.Due = _now + dueTime;
            timer.Period = period;
            if (dueTime > TimeSpan.Zero)
            {
                _timers.Add(timer);
                return true;
            }

            Again(timer);
        }

        // Due now: as with any timer not on the caller's thread, which may still hold its locks.
        ThreadPool.UnsafeQueueUserWorkItem(static t => t.Fire(), timer, preferLocal: false);
        return true;
    }

    internal void Remove(FixedTimer timer)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
        }
    }

    private FixedTimer? TakeNext(DateTimeOffset until)
    {
        lock (_lock)
        {
            FixedTimer? next = _timers.Where(t => t.Due <= until).MinBy(t => t.Due);
            if (next is null)
            {
                _now = until > _now ? until : _now;
                return null;
            }

            _now = next.Due > _now ? next.Due : _now;
            _timers.Remove(next);
            Again(next);
            return next;
        }
    }

    private void Again(FixedTimer timer)
    {
        if (timer.Period > TimeSpan.Zero)
        {
            timer.Due += timer.Period;
            _timers.Add(timer);
        }
    }
}
