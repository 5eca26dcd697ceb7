using AiInfra.Core.Signals;
using AiInfra.Core.Sketches;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Detectors;
using AiInfra.Observability.Drift;

namespace AiInfra.Observability.Monitoring;

/// <summary>All a monitor knows: one signal after the other, no threads, no clock.</summary>
internal sealed partial class MonitorState(string deployment, MonitorOptions options)
{
    private readonly LabelJoin<MonitoredAnswer> _join = new(options.PendingLabels);
    private readonly MonitorDetectors _detectors = new(options);
    private readonly BoundedTally _failures = new();
    private readonly BoundedTally _shapes = new();
    private readonly TokenTally _tokens = new();
    private readonly KnownReferences _references = new();
    private readonly QualityLanes _lanes = new(options.Quality);
    private readonly AlarmSwitch _driftAlarm = new(options.DriftAlarm);
    private readonly AlarmSwitch _qualityAlarm = new(options.QualityAlarm);
    private readonly List<Alarm> _takenUp = [];
    private DriftMonitor? _drift;
    private TableSketch? _learning;
    private MonitorFindings _findings = new();
    private int _other;
    private int _others;
    private long _shadows;

    public int? Version { get; private set; }

    public long Position { get; private set; }

    /// <summary>Time of the newest signal, by its own clock.</summary>
    public DateTimeOffset At { get; private set; }

    public long Evicted => _join.Evicted;

    /// <summary>What the alarms of this monitor are called.</summary>
    public IEnumerable<string> AlarmKinds => [Alarm.Drift, Alarm.Quality, .. _detectors.Names];

    /// <summary>Whether a version's reference was neither given nor looked for.</summary>
    public bool Wants(int version) => (options.Drift is not null || options.Quality is not null) && !_references.Knows(version);

    public void SetReference(int version, MonitorReference reference)
    {
        _references.Set(version, reference);
        if (reference.Quality is { } baseline)
        {
            _lanes.Restart(version, baseline);
        }

        if (version == Version)
        {
            Watch(version);
        }
    }

    /// <summary>Another version answers. Alarms about the one before end with it, and that is told.</summary>
    public MonitorFindings Switch(int version)
    {
        MonitorFindings found = Fresh();
        Switch(version, found);
        return found;
    }

    /// <summary>Alarms that were on when the process before this one ended: they go on with the version they are about, or end with another.</summary>
    public MonitorFindings TakeUp(IEnumerable<Alarm> raised)
    {
        MonitorFindings found = Fresh();
        _takenUp.AddRange(raised.Where(a => SwitchOf(a.Kind) is not null));
        if (Version is { } version)
        {
            GoOn(version, found);
        }

        return found;
    }

    private void GoOn(int version, MonitorFindings found)
    {
        foreach (Alarm alarm in _takenUp)
        {
            AlarmSwitch its = SwitchOf(alarm.Kind)!;
            if (alarm.Version == version)
            {
                its.TakeUp();
            }
            else if (!its.IsRaised)
            {
                found.Alarms.Add(new Alarm(deployment, alarm.Kind, AlarmState.Cleared, alarm.Version, Position, At, $"Version {version} answers now."));
            }
        }

        _takenUp.Clear();
    }

    private AlarmSwitch? SwitchOf(string kind) => kind switch
    {
        Alarm.Drift => _driftAlarm,
        Alarm.Quality => _qualityAlarm,
        _ => _detectors.Alarms.FirstOrDefault(a => a.Kind == kind).Alarm,
    };

    private void Switch(int version, MonitorFindings found)
    {
        foreach (var (alarm, kind) in _detectors.Alarms.Prepend((_qualityAlarm, Alarm.Quality)).Prepend((_driftAlarm, Alarm.Drift)))
        {
            if (alarm.IsRaised && Version is { } before)
            {
                found.Alarms.Add(new Alarm(deployment, kind, AlarmState.Cleared, before, Position, At, $"Version {version} answers now."));
            }

            alarm.Reset();
        }

        Version = version;
        GoOn(version, found);
        _others = 0;
        _lanes.RestartChampion(version);
        _detectors.Switch(version, found);
        Watch(version);
    }

    public MonitorFindings Take(Signal signal)
    {
        MonitorFindings found = Fresh();
        At = signal.At;
        if (signal.Failure is { } failure)
        {
            _failures.Add(signal.Version, failure.Kind);
        }

        if (signal.Usage is { } usage)
        {
            _tokens.Add(signal.Version, usage);
        }

        if (signal is not FailedRequest)
        {
            Answered(signal, found);
        }

        if (_detectors.Any)
        {
            _detectors.Take(signal, found);
        }

        Judge(found);
        return found;
    }

    public MonitorFindings Take(Feedback feedback)
    {
        MonitorFindings found = Fresh();
        if (JoinsLabels)
        {
            _join.Add(feedback, found.Joined);
            Judge(found);
        }

        return found;
    }

    public MonitorStatus Describe(long dropped, long faults) => new()
    {
        Deployment = deployment,
        Version = Version,
        Predictions = Position,
        Failed = _failures.Total,
        Failures = _failures.List((v, kind, count) => new FailureCount(v, kind, count)),
        Shapes = _shapes.List((v, shapes, count) => new ShapeCount(v, shapes, count)),
        Tokens = _tokens.List(),
        Shadows = _shadows,
        Labelled = _join.Joined,
        Pending = _join.Pending,
        Evicted = _join.Evicted,
        Unmatched = _join.Unmatched,
        Repeated = _join.Repeated,
        Dropped = dropped,
        Faults = faults,
        DriftAlarm = _driftAlarm.IsRaised || _takenUp.Exists(a => a.Kind == Alarm.Drift),
        QualityAlarm = _qualityAlarm.IsRaised || _takenUp.Exists(a => a.Kind == Alarm.Quality),
        DetectorAlarms = [.. _detectors.Alarms.Where(a => a.Alarm.IsRaised || _takenUp.Exists(t => t.Kind == a.Kind)).Select(a => a.Kind)],
        Drift = _drift?.Latest,
        Quality = _lanes.Describe(),
    };

    private bool JoinsLabels => options.Quality is not null || _detectors.Any;

    private void Answered(Signal signal, MonitorFindings found)
    {
        if (signal.Role == PredictionRole.Shadow)
        {
            _shadows++;
        }
        else
        {
            Position++;
            if (signal.Role == PredictionRole.Champion)
            {
                Follow(signal.Version, found);
            }
        }

        if (signal is TensorPrediction tensors)
        {
            _shapes.Add(tensors.Version, tensors.Shapes());
        }

        // Inputs and answers are compared by their columns: what has none is counted, timed and shown to the detectors.
        if (signal is not RowPrediction row)
        {
            return;
        }

        if (row.Role != PredictionRole.Shadow && options.Drift is not null && Version is { } version)
        {
            Watch(row, version, found);
        }

        if (JoinsLabels && _join.Add(row.Id, row.Of, new MonitoredAnswer(row.Version, row.Role, row.Outputs, row.At), out LabelledAnswer<MonitoredAnswer> labelled))
        {
            found.Joined.Add(labelled);
        }
    }

    // A listener may publish from within, so findings with news are not reused.
    private MonitorFindings Fresh()
    {
        if (_findings.HasNews)
        {
            _findings = new();
        }

        _findings.Joined.Clear();
        return _findings;
    }

    // Answers of the version before may still be in flight: one of them changes nothing.
    private void Follow(int version, MonitorFindings found)
    {
        if (Version is null)
        {
            Switch(version, found);
        }
        else if (version == Version)
        {
            _others = 0;
        }
        else
        {
            _others = version == _other ? _others + 1 : 1;
            _other = version;
            if (_others >= options.SwitchAfter)
            {
                Switch(version, found);
            }
        }
    }
}
