using AiInfra.Core.Signals;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Tests;

/// <summary>A sink of the host's that fails at everything it is told.</summary>
internal sealed class Throwing : IAlarmSink
{
    public void OnAlarm(Alarm alarm) => throw new InvalidOperationException("on purpose");

    public void OnQuality(string deployment, int version, PredictionRole role, QualityReport report, long position) => throw new InvalidOperationException("on purpose");
}
