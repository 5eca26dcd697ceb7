using AiInfra.Core.Signals;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Detectors;

namespace AiInfra.Observability.Monitoring;

/// <summary>A monitor's detectors, each with its alarm. Not thread-safe.</summary>
internal sealed class MonitorDetectors
{
    private readonly (IDetector Detector, AlarmSwitch Alarm)[] _all;

    /// <exception cref="ArgumentException">Two have one name, or one has a name that is taken or none.</exception>
    public MonitorDetectors(MonitorOptions options)
    {
        _all = [.. options.Detectors.Select(make => (make(), new AlarmSwitch(options.DetectorAlarm)))];
        var names = new HashSet<string>(StringComparer.Ordinal) { Alarm.Drift, Alarm.Quality, Alarm.Log };
        foreach ((IDetector detector, _) in _all)
        {
            if (string.IsNullOrWhiteSpace(detector.Name) || !names.Add(detector.Name))
            {
                throw new ArgumentException($"A detector ({detector.GetType().Name}) is called '{detector.Name}'; a name of its own is expected, other than {string.Join(", ", names.Order(StringComparer.Ordinal))}.", nameof(options));
            }
        }
    }

    public bool Any => _all.Length > 0;

    /// <summary>Their names, which are the kinds of their alarms.</summary>
    public IEnumerable<string> Names => _all.Select(d => d.Detector.Name);

    /// <summary>The alarms by their kinds.</summary>
    public IEnumerable<(AlarmSwitch Alarm, string Kind)> Alarms => _all.Select(d => (d.Alarm, d.Detector.Name));

    public void Switch(int version, MonitorFindings found) => Ask(found, d =>
    {
        d.OnVersionChanged(version);
        return null;
    });

    public void Take(Signal signal, MonitorFindings found) => Ask(found, d => d.OnSignal(signal));

    public void Take(LabelledAnswer<MonitoredAnswer> labelled, MonitorFindings found) => Ask(found, d => d.OnLabelled(labelled));

    private void Ask(MonitorFindings found, Func<IDetector, DetectorFinding?> ask)
    {
        foreach ((IDetector detector, AlarmSwitch alarm) in _all)
        {
            try
            {
                if (ask(detector) is { } finding)
                {
                    found.Detected.Add((detector.Name, alarm, finding));
                }
            }
            catch (Exception e)
            {
                // Somebody else's code: what it throws must not keep drift, quality and the other detectors from being judged.
                found.Faults.Add((detector.Name, e));
            }
        }
    }
}
