using AiInfra.Core.Signals;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Detectors;
using AiInfra.Observability.Drift;
using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Monitoring;

/// <summary>What one signal led to. Reused where nothing is told, so that a signal without news allocates nothing.</summary>
internal sealed class MonitorFindings
{
    public List<LabelledAnswer<MonitoredAnswer>> Joined { get; } = [];

    public (int Version, DriftReport Report)? Drift { get; set; }

    public List<(int Version, PredictionRole Role, QualityReport Report)> Quality { get; } = [];

    public List<Alarm> Alarms { get; } = [];

    /// <summary>Judgements of detectors, with the alarm that each counts for.</summary>
    public List<(string Detector, AlarmSwitch Alarm, DetectorFinding Finding)> Detected { get; } = [];

    /// <summary>Detectors that threw.</summary>
    public List<(string Detector, Exception Error)> Faults { get; } = [];

    /// <summary>Metrics that threw.</summary>
    public List<MetricFault> MetricFaults { get; } = [];

    public List<string> HeldBack { get; } = [];

    public bool HasNews => Drift is not null || Quality.Count > 0 || Alarms.Count > 0 || HeldBack.Count > 0 || Detected.Count > 0 || Faults.Count > 0 || MetricFaults.Count > 0;
}
