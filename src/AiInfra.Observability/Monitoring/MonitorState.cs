using System.Globalization;
using AiInfra.Core.Signals;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Detectors;
using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Monitoring;

/// <summary>All a monitor knows: one signal after the other, no threads, no clock.</summary>
internal sealed class MonitorState
{
    private readonly string _deployment;
    private readonly MonitorOptions _options;
    private readonly LabelJoin<MonitoredAnswer> _join;
    private readonly MonitorDetectors _detectors;
    private readonly MonitorAlarms _alarms;
    private readonly InputWatch _inputs;
    private readonly BoundedTally _failures = new();
    private readonly BoundedTally _shapes = new();
    private readonly TokenTally _tokens = new();
    private readonly KnownReferences _references = new();
    private readonly QualityLanes _lanes;
    private MonitorFindings _findings = new();
    private int _other;
    private int _others;
    private long _shadows;

    public MonitorState(string deployment, MonitorOptions options)
    {
        _deployment = deployment;
        _options = options;
        _join = new LabelJoin<MonitoredAnswer>(options.PendingLabels);
        _detectors = new MonitorDetectors(options);
        _alarms = new MonitorAlarms(deployment, options, _detectors);
        _inputs = new InputWatch(options);
        _lanes = new QualityLanes(options.Quality);
    }

    public int? Version { get; private set; }

    public long Position { get; private set; }

    /// <summary>Time of the newest signal, by its own clock.</summary>
    public DateTimeOffset At { get; private set; }

    public long Evicted => _join.Evicted;

    /// <summary>What the alarms of this monitor are called.</summary>
    public IEnumerable<string> AlarmKinds => _alarms.Kinds;

    /// <summary>Whether a version's reference was neither given nor looked for.</summary>
    public bool Wants(int version) => (_options.Drift is not null || _options.Quality is not null) && !_references.Knows(version);

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
        _alarms.TakeUp(raised);
        if (Version is { } version)
        {
            _alarms.GoOn(version, Position, At, found);
        }

        return found;
    }

    private void Switch(int version, MonitorFindings found)
    {
        _alarms.Switch(Version, version, Position, At, found);
        Version = version;
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
        Deployment = _deployment,
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
        DriftAlarm = _alarms.IsOn(Alarm.Drift),
        QualityAlarm = _alarms.IsOn(Alarm.Quality),
        DetectorAlarms = _alarms.OfDetectors,
        Drift = _inputs.Latest,
        Quality = _lanes.Describe(),
    };

    private bool JoinsLabels => _options.Quality is not null || _detectors.Any;

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

        if (row.Role != PredictionRole.Shadow && _options.Drift is not null && Version is { } version)
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
            if (_others >= _options.SwitchAfter)
            {
                Switch(version, found);
            }
        }
    }

    private void Watch(int version) => _inputs.Begin(_references.Of(version)?.Inputs);

    private void Watch(RowPrediction prediction, int version, MonitorFindings found)
    {
        if (_inputs.Observe(prediction) is not { } report)
        {
            return;
        }

        found.Drift = (version, report);
        string columns = string.Join(", ", report.DriftedColumns.Take(5).Select(DriftWords.Of));
        _alarms.Observe(
            _alarms.Drift, Alarm.Drift, report.Drifted, version, Position, prediction.At, found, columns.Length > 0 ? $"Inputs drifted: {columns}." : "Inputs are as in training again.");
    }

    private void Judge(MonitorFindings found)
    {
        foreach (LabelledAnswer<MonitoredAnswer> joined in found.Joined)
        {
            if (_options.Quality is not null)
            {
                Judge(joined, found);
            }

            if (_detectors.Any)
            {
                _detectors.Take(joined, found);
            }
        }

        foreach (var (detector, alarm, finding) in found.Detected)
        {
            _alarms.Observe(alarm, detector, finding.Found, Version ?? 0, Position, At, found, finding.Message);
        }
    }

    private void Judge(LabelledAnswer<MonitoredAnswer> joined, MonitorFindings found)
    {
        MonitoredAnswer answer = joined.Answer;
        QualityMonitor lane = _lanes.Of(answer.Role, answer.Version, _references.Of(answer.Version)?.Quality, Version);
        QualityReport? judged = lane.Observe(answer.Outputs, joined.Label, joined.LabelledAt);
        found.MetricFaults.AddRange(lane.Thrown);
        if (judged is not { } report)
        {
            return;
        }

        found.Quality.Add((answer.Version, answer.Role, report));
        if (answer.Role == PredictionRole.Champion && answer.Version == Version)
        {
            string message = string.Create(CultureInfo.InvariantCulture, $"{report.Metric} {report.Value:0.####} over {report.Rows} labelled rows, baseline {report.Baseline:0.####} (p {report.PValue:0.##e+0}).");
            _alarms.Observe(_alarms.Quality, Alarm.Quality, report.Degraded, answer.Version, Position, joined.LabelledAt, found, message);
        }
    }
}
