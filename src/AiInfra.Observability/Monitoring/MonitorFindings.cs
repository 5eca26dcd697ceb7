using AiInfra.Core.Signals;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Drift;
using AiInfra.Observability.Feedback;
using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Monitoring;

/// <summary>What one signal led to. Reused where nothing is told, so that a signal without news allocates nothing.</summary>
internal sealed class MonitorFindings
{
    public List<LabelledPrediction> Joined { get; } = [];

    public (int Version, DriftReport Report)? Drift { get; set; }

    public List<(int Version, PredictionRole Role, QualityReport Report)> Quality { get; } = [];

    public List<Alarm> Alarms { get; } = [];

    public List<string> HeldBack { get; } = [];

    public bool HasNews => Drift is not null || Quality.Count > 0 || Alarms.Count > 0 || HeldBack.Count > 0;
}
