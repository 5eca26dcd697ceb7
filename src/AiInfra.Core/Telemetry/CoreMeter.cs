using System.Diagnostics.Metrics;

namespace AiInfra.Core.Telemetry;

/// <summary>The meter "AiInfra.Core".</summary>
internal static class CoreMeter
{
    public const string Name = "AiInfra.Core";

    public static readonly Meter Instance = new(Name);
}
