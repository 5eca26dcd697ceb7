using AiInfra.Core.Catalog;
using AiInfra.Data.Datasets;

namespace AiInfra.Data.Ingestion;

/// <summary>What the catalog keeps of an ingestion: its run, with counts, tags and lineage.</summary>
internal sealed class IngestionRecord(DatasetRepository datasets)
{
    /// <summary>The run's id; empty before it was started.</summary>
    public string RunId { get; private set; } = "";

    public async Task StartAsync(IngestionPipeline ingestion, CancellationToken cancellationToken)
    {
        Run run = await datasets.Catalog.Runs.StartAsync(
            new RunStart(ingestion.Name, "ingestion")
            {
                Name = $"{ingestion.Name} from {Path.GetFileName(ingestion.Source.Name)}",
                Parameters = new Dictionary<string, string> { ["source"] = ingestion.Source.Name, ["dataset"] = ingestion.Dataset, ["steps"] = string.Join(" → ", ingestion.Steps.Select(s => $"{s.Name} ({s.Version})")) },
            },
            cancellationToken).ConfigureAwait(false);
        RunId = run.Id;
    }

    /// <summary>Ends the run. Not to be cancelled: a run must not stay "running".</summary>
    public async Task EndAsync(IngestionReport report, RunStatus status, string? error)
    {
        DateTimeOffset now = datasets.Time.GetUtcNow();
        (string Key, double Value)[] points =
        [
            ("rows/read", report.Read), .. report.Outcomes.Select(o => ($"rows/{o.Key}", (double)o.Value)),
            ("guesses", report.Notes.Count(n => n.IsGuess)), ("seconds", report.Elapsed.TotalSeconds),
            .. report.Details.SelectMany(d => d.Value.Select(by => ($"{d.Key}/{by.Key}", (double)by.Value))),
            .. report.Changes.Select(c => ($"changed/{c.Key}", (double)c.Value)),
        ];
        await datasets.Catalog.Runs.AddMetricsAsync(RunId, [.. points.Select(p => new MetricPoint(p.Key, p.Value, 0, now))]).ConfigureAwait(false);
        var tags = new Dictionary<string, string?>();
        if (report.CommitId is { } commit)
        {
            tags["commit"] = commit;
        }

        if (report.Notes.Count > 0)
        {
            tags[IngestionNotes.Key] = IngestionNotes.Lines(report.Notes);
        }

        if (report.Quarantine is { } quarantine)
        {
            tags["artifact.quarantine"] = quarantine.Hex;
            await datasets.Catalog.Lineage.AddAsync([new LineageEdge(LineageNode.Run(RunId), new LineageNode("artifact", quarantine.Hex), "quarantined")]).ConfigureAwait(false);
        }

        await datasets.Catalog.Runs.SetTagsAsync(RunId, tags).ConfigureAwait(false);
        await datasets.Catalog.Runs.FinishAsync(RunId, status, error).ConfigureAwait(false);
    }
}
