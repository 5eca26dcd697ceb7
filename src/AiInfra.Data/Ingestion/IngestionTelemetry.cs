using System.Diagnostics;
using System.Diagnostics.Metrics;
using AiInfra.Core.Telemetry;

namespace AiInfra.Data.Ingestion;

/// <summary>The activity source and the meter "AiInfra.Data": ingestions and what became of their rows.</summary>
internal static class IngestionTelemetry
{
    public const string Name = "AiInfra.Data";

    private static readonly ActivitySource s_source = new(Name);
    private static readonly Meter s_meter = new(Name);
    private static readonly Operations s_ingestions = new(s_source, s_meter, "ingest", "aiinfra.ingestion.duration", "Time of an ingestion.", "aiinfra.ingestion.name");
    private static readonly Counter<long> s_rows = s_meter.CreateCounter<long>("aiinfra.ingestion.rows", "{row}", "Rows read, by what became of them: written, quarantined, filtered, duplicate, or a name of a step.");

    public static Task<IngestionResult> IngestAsync(string name, Func<Task<IngestionResult>> ingest) => s_ingestions.RunAsync(name, async _ =>
    {
        try
        {
            IngestionResult result = await ingest().ConfigureAwait(false);
            Count(name, result.Report);
            return result;
        }
        catch (IngestionException e) when (e.Report is not null)
        {
            Count(name, e.Report);
            throw;
        }
    });

    private static void Count(string name, IngestionReport report)
    {
        if (!s_rows.Enabled)
        {
            return;
        }

        foreach ((string outcome, long rows) in report.Outcomes)
        {
            s_rows.Add(rows, new TagList { { "aiinfra.ingestion.name", name }, { "aiinfra.ingestion.outcome", outcome } });
        }
    }
}
