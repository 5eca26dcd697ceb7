namespace AiInfra.Observability.Alerts;

/// <summary>Hysteresis: from findings to an alarm that does not flutter. Counts judgements, never the clock. Not thread-safe.</summary>
public sealed class AlarmSwitch
{
    private readonly AlarmOptions _options;
    private ulong _findings;
    private int _good;
    private long _judgements;
    private long _raisedAt;

    /// <summary>Creates a switch that is off.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public AlarmSwitch(AlarmOptions? options = null) => _options = (options ?? new AlarmOptions()).Checked(nameof(options));

    /// <summary>Whether the alarm is on.</summary>
    public bool IsRaised { get; private set; }

    /// <summary>Raises held back by the cool-down.</summary>
    public long HeldBack { get; private set; }

    /// <summary>Takes a judgement.</summary>
    /// <returns>What changed, or null.</returns>
    public AlarmState? Observe(bool finding)
    {
        _judgements++;
        _findings = (_findings << 1) | (finding ? 1UL : 0);
        _good = finding ? 0 : _good + 1;
        if (IsRaised)
        {
            if (_good < _options.ClearAfter)
            {
                return null;
            }

            IsRaised = false;
            _findings = 0;
            return AlarmState.Cleared;
        }

        ulong recent = _options.Within == 64 ? _findings : _findings & ((1UL << _options.Within) - 1);
        if (!finding || System.Numerics.BitOperations.PopCount(recent) < _options.RaiseAfter)
        {
            return null;
        }

        if (_raisedAt > 0 && _judgements - _raisedAt <= _options.CoolDown)
        {
            HeldBack++;
            return null;
        }

        IsRaised = true;
        _raisedAt = _judgements;
        return AlarmState.Raised;
    }

    /// <summary>On, as it was when the process before this one ended: it ends like any other, and is not raised again before.</summary>
    internal void TakeUp() => IsRaised = true;

    /// <summary>Off, with nothing remembered: another version answers now.</summary>
    public void Reset() => (IsRaised, _findings, _good, _judgements, _raisedAt) = (false, 0, 0, 0, 0);
}
