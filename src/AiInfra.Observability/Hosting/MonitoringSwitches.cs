using AiInfra.Observability.Predictions;

namespace AiInfra.Observability.Hosting;

/// <summary>What is switched on beside the monitor.</summary>
internal sealed class MonitoringSwitches
{
    public PredictionLogOptions? Log { get; set; }
}
