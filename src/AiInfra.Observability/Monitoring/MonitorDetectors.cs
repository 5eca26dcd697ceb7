using AiInfra.Core.Signals;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Detectors;

namespace AiInfra.Observability.Monitoring;

/// <summary>A monitor's detectors, each with its alarm. Not thread-safe.</summary>
internal sealed class MonitorDetectors
{
    // A name is asked once: it is the alarm's, which must not change on the way.
    private readonly (IDetector Detector, string Name, AlarmSwitch Alarm)[] _all;

    /// <exception cref="ArgumentException">Two have one name, or one has a name that is taken or none.</exception>
    public MonitorDetectors(MonitorOptions options)
    {
        _all = [.. options.Detectors.Select(Make)];
        var names = new HashSet<string>(StringComparer.Ordinal) { Alarm.Drift, Alarm.Quality, Alarm.Log };
        foreach ((IDetector detector, string name, _) in _all)
        {
            if (string.IsNullOrWhiteSpace(name))
            {
                throw new ArgumentException($"A detector ({detector.GetType().Name}) has no name ('{name}'); a name of its own is expected, for its alarm.", nameof(options));
            }

            if (!names.Add(name))
            {
                string taken = name is Alarm.Drift or Alarm.Quality or Alarm.Log ? "which is the monitor's own alarm" : $"and so is another ({_all.First(d => d.Name == name).Detector.GetType().Name})";
                throw new ArgumentException($"A detector ({detector.GetType().Name}) is called '{name}', {taken}; a name of its own is expected.", nameof(options));
            }
        }

        (IDetector, string, AlarmSwitch) Make(Func<IDetector> make, int index)
        {
            IDetector detector = make?.Invoke() ?? throw new ArgumentException($"The function of detector {index} (from 0) made none; it makes a new one each time it is called.", nameof(options));
            return (detector, detector.Name, new AlarmSwitch(options.DetectorAlarm));
        }
    }

    public bool Any => _all.Length > 0;

    /// <summary>Their names, which are the kinds of their alarms.</summary>
    public IEnumerable<string> Names => _all.Select(d => d.Name);

    /// <summary>The alarms by their kinds.</summary>
    public IEnumerable<(AlarmSwitch Alarm, string Kind)> Alarms => _all.Select(d => (d.Alarm, d.Name));

    public void Switch(int version, MonitorFindings found) => Ask(found, d =>
    {
        d.OnVersionChanged(version);
        return null;
    });

    public void Take(Signal signal, MonitorFindings found) => Ask(found, d => d.OnSignal(signal));

    public void Take(LabelledAnswer<MonitoredAnswer> labelled, MonitorFindings found) => Ask(found, d => d.OnLabelled(labelled));

    private void Ask(MonitorFindings found, Func<IDetector, DetectorFinding?> ask)
    {
        foreach ((IDetector detector, string name, AlarmSwitch alarm) in _all)
        {
            try
            {
                if (ask(detector) is { } finding)
                {
                    found.Detected.Add((name, alarm, finding));
                }
            }
            catch (Exception e)
            {
                // Somebody else's code: what it throws must not keep drift, quality and the other detectors from being judged.
                found.Faults.Add((name, e));
            }
        }
    }
}
