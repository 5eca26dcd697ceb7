// <readme> docs/tracking.md 1
using AiInfra.Core.Catalog;
using AiInfra.Core.Tracking;
using AiInfra.Sqlite;
// </readme>
using AiInfra.Readmes;

namespace AiInfra.MLflow.Tests;

/// <summary>The code of docs/tracking.md, run.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class TrackingPageTests
{
    [Fact]
    public async Task Run_OfThePage_IsKeptAndFound()
    {
        using var folder = new ReadmeFolder();

        // <readme> docs/tracking.md 1
        using AiInfraStore store = AiInfraStore.Open("data/aiinfra");
        await using RunLogger run = await RunLogger.StartAsync(store.Catalog.Runs, new RunStart("price-up", "training") { Name = "wider" }, store.Artifacts);

        await run.ParameterAsync("rate", "0.1");
        for (int step = 1; step <= 100; step++)
        {
            await run.MetricAsync("train/loss", 1.0 / step, step);      // waits only when too many points wait already
        }

        await run.InputAsync(new RunInput("prices", "commit-id") { Context = "training" });
        await run.TextArtifactAsync("report.md", "# How it went");
        await run.NoteAsync("twice as **wide** as before");
        await run.FinishAsync();                                        // without it, the run ends as failed

        IReadOnlyList<Run> best = await store.Catalog.Runs.SearchAsync(new RunSearch
        {
            Filter = "metrics.\"train/loss\" < 0.1 AND params.rate = '0.1'",
            OrderBy = ["metrics.\"train/loss\" ASC"],
        });
        // </readme>

        Run found = Assert.Single(best);
        Assert.Equal(("wider", "price-up", RunStatus.Finished, 0.01), (found.Name, found.Experiment, found.Status, found.Metrics["train/loss"]));
        Assert.Equal("twice as **wide** as before", found.Tags[RunTags.Note]);
        Assert.Equal(100, (await store.Catalog.Runs.MetricHistoryAsync(found.Id, "train/loss")).Count);
        Assert.Equal("report.md", Assert.Single(await store.Catalog.Runs.ArtifactsAsync(found.Id)).Path);
    }
}
