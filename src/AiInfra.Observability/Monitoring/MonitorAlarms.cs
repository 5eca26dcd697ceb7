using AiInfra.Observability.Alerts;

namespace AiInfra.Observability.Monitoring;

/// <summary>The alarms of a monitor: drift, quality, and one for each detector. They are about the version that answers, and end with it. Not thread-safe.</summary>
internal sealed class MonitorAlarms(string deployment, MonitorOptions options, MonitorDetectors detectors)
{
    private readonly List<Alarm> _takenUp = [];

    public AlarmSwitch Drift { get; } = new(options.DriftAlarm);

    public AlarmSwitch Quality { get; } = new(options.QualityAlarm);

    /// <summary>What they are called.</summary>
    public IEnumerable<string> Kinds => [Alarm.Drift, Alarm.Quality, .. detectors.Names];

    /// <summary>Those of the detectors that are on.</summary>
    public string[] OfDetectors => [.. detectors.Names.Where(IsOn)];

    /// <summary>Whether one is on: raised here, or when the process before this one ended.</summary>
    public bool IsOn(string kind) => Of(kind) is { IsRaised: true } || _takenUp.Exists(a => a.Kind == kind);

    /// <summary>Remembers those that were on when the process before this one ended, until a version answers.</summary>
    public void TakeUp(IEnumerable<Alarm> raised) => _takenUp.AddRange(raised.Where(a => Of(a.Kind) is not null));

    /// <summary>Those that were taken up go on with the version they are about, or end with another.</summary>
    public void GoOn(int version, long position, DateTimeOffset at, MonitorFindings found)
    {
        foreach (Alarm alarm in _takenUp)
        {
            AlarmSwitch its = Of(alarm.Kind)!;
            if (alarm.Version == version)
            {
                its.TakeUp();
            }
            else if (!its.IsRaised)
            {
                found.Alarms.Add(Ended(alarm.Kind, alarm.Version, version, position, at));
            }
        }

        _takenUp.Clear();
    }

    /// <summary>Another version answers: alarms about the one before end, and that is told.</summary>
    public void Switch(int? before, int version, long position, DateTimeOffset at, MonitorFindings found)
    {
        foreach (string kind in Kinds)
        {
            AlarmSwitch alarm = Of(kind)!;
            if (alarm.IsRaised && before is int old)
            {
                found.Alarms.Add(Ended(kind, old, version, position, at));
            }

            alarm.Reset();
        }

        GoOn(version, position, at, found);
    }

    /// <summary>Takes a judgement.</summary>
    public void Observe(AlarmSwitch alarm, string kind, bool finding, int version, long position, DateTimeOffset at, MonitorFindings found, string message)
    {
        long heldBack = alarm.HeldBack;
        if (alarm.Observe(finding) is { } state)
        {
            found.Alarms.Add(new Alarm(deployment, kind, state, version, position, at, message));
        }
        else if (alarm.HeldBack > heldBack)
        {
            found.HeldBack.Add(kind);
        }
    }

    private AlarmSwitch? Of(string kind) => kind switch
    {
        Alarm.Drift => Drift,
        Alarm.Quality => Quality,
        _ => detectors.Alarms.FirstOrDefault(a => a.Kind == kind).Alarm,
    };

    private Alarm Ended(string kind, int before, int version, long position, DateTimeOffset at) =>
        new(deployment, kind, AlarmState.Cleared, before, position, at, $"Version {version} answers now.");
}
