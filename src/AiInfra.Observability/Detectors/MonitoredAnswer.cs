using AiInfra.Core.Rows;
using AiInfra.Core.Signals;

namespace AiInfra.Observability.Detectors;

/// <summary>What a monitor remembers of an answer until its label comes.</summary>
/// <param name="Version">Version that answered.</param>
/// <param name="Role">Role in which it answered.</param>
/// <param name="Outputs">What it answered.</param>
/// <param name="At">When it answered.</param>
public readonly record struct MonitoredAnswer(int Version, PredictionRole Role, Row Outputs, DateTimeOffset At);
