using AiInfra.Observability.Alerts;

namespace AiInfra.Observability.Predictions;

/// <summary>Raises the alarm "log" within a second of a loss, and clears it when nothing was lost for a minute.</summary>
/// <remarks>Looks by a timer: a store that stands still keeps neither the alarm nor a request waiting.</remarks>
internal sealed class LogAlarm : IDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);
    private readonly Func<LostSignals> _look;
    private readonly Action<AlarmState, LostSignals> _tell;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private LostSignals _known = new(0, 0);
    private long _changedAt;
    private bool _raised;

    /// <param name="time">Clock.</param>
    /// <param name="look">What is lost so far.</param>
    /// <param name="tell">Hears when the alarm goes on, and when it goes off with what was lost in between.</param>
    public LogAlarm(TimeProvider time, Func<LostSignals> look, Action<AlarmState, LostSignals> tell)
    {
        _time = time;
        _look = look;
        _tell = tell;
        _timer = time.CreateTimer(_ => LookQuietly(), null, Often, Often);
    }

    /// <summary>Says that it was on when the process before this one ended; it goes off like any other.</summary>
    public void WasRaised()
    {
        lock (_gate)
        {
            (_raised, _changedAt) = (true, _time.GetTimestamp());
        }
    }

    public void Dispose() => _timer.Dispose();

    private void LookQuietly()
    {
        try
        {
            Look();
        }
        catch (Exception)
        {
            // Nobody catches above a timer: a listener of metrics that throws would end the process. The loss itself is counted.
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            LostSignals now = _look();
            if (now != _known)
            {
                (_known, _changedAt) = (now, _time.GetTimestamp());
                if (!_raised)
                {
                    _raised = true;
                    _tell(AlarmState.Raised, now);
                }
            }
            else if (_raised && _time.GetElapsedTime(_changedAt) >= Calm)
            {
                _raised = false;
                _tell(AlarmState.Cleared, now);
            }
        }
    }
}
