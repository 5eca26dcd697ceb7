using AiInfra.Observability.Predictions;

namespace AiInfra.Observability.Hosting;

/// <summary>What is switched on beside the monitor.</summary>
internal sealed class MonitoringSwitches : ICheckedOptions
{
    public PredictionLogOptions? Log { get; set; }

    public IEnumerable<string> Faults() => new OptionFaults().Nested(Log);
}
