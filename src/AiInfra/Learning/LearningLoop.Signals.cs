using AiInfra.Core.Signals;
using AiInfra.Observability.Alerts;

namespace AiInfra.Learning;

/// <content>What it hears.</content>
public sealed partial class LearningLoop
{
    /// <inheritdoc />
    public void OnSignal(Signal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (_intake.Take(signal))
        {
            WorkArrived?.Invoke();
        }
    }

    /// <inheritdoc />
    public void OnFeedback(Feedback feedback)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        if (_intake.Take(feedback))
        {
            WorkArrived?.Invoke();
        }
    }

    /// <inheritdoc />
    public void OnAlarm(Alarm alarm)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        lock (_gate)
        {
            // A monitor with a queue may still speak of the version before.
            if (_triggers is null || alarm.Deployment != _deployment.Name || alarm.Version == _formerVersion)
            {
                return;
            }

            bool on = alarm.State == AlarmState.Raised;
            if (alarm.Kind == Alarm.Drift)
            {
                _triggers.Drift = on;
            }
            else if (alarm.Kind == Alarm.Quality)
            {
                _triggers.Quality = on;
            }
        }

        WorkArrived?.Invoke();
    }
}
