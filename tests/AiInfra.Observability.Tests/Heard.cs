using AiInfra.Core.Signals;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Detectors;
using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Tests;

/// <summary>Keeps what monitors and logs tell.</summary>
internal sealed class Heard : IAlarmSink
{
    public List<Alarm> Alarms { get; } = [];

    public List<QualityReport> Quality { get; } = [];

    public List<DetectorFinding> Findings { get; } = [];

    public void OnAlarm(Alarm alarm) => Alarms.Add(alarm);

    public void OnQuality(string deployment, int version, PredictionRole role, QualityReport report, long position) => Quality.Add(report);

    public void OnFinding(string deployment, int version, string detector, DetectorFinding finding, long position, DateTimeOffset at) => Findings.Add(finding);
}
