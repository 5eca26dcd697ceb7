using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AiInfra.Core.Telemetry;

/// <summary>Counts what retention deletes.</summary>
internal static class RetentionTelemetry
{
    private static readonly Counter<long> s_removed = CoreMeter.Instance.CreateCounter<long>(
        "aiinfra.retention.removed", "{item}", "What retention deleted: predictions, events, metric points, versions, commits, runs, steps of pipelines, rows of modules, artifacts.");

    public static void Removed(string what, long count) => s_removed.Add(count, new TagList { { "aiinfra.retention.kind", what } });
}
