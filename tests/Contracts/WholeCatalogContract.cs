using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Signals;
using static AiInfra.Contracts.CatalogSamples;

namespace AiInfra.Contracts;

/// <summary>What the catalog promises as a whole: artifacts referred to, cancellation, many threads.</summary>
public abstract class WholeCatalogContract<TStore> : CatalogContract<TStore>
    where TStore : ICatalogUnderTest, new()
{
    [Fact]
    public async Task ReferencedArtifacts_TagOfARunThatNamesAnArtifact_IsOne()
    {
        string digest = ArtifactDigest.Of([1, 2, 3]).Hex;
        Run run = await Catalog.Runs.StartAsync(new RunStart("e", "ingestion") { Tags = new Dictionary<string, string> { ["artifact.quarantine"] = digest, ["artifact.note"] = "no digest", ["other"] = digest[..10] } });
        await Catalog.Runs.FinishAsync(run.Id, RunStatus.Finished);
        Assert.Equal([digest], (await Catalog.ReferencedArtifactsAsync().ToListAsync()).Select(d => d.Hex));
    }

    [Fact]
    public async Task ReferencedArtifacts_AreThoseOfCommitsAndVersions()
    {
        DatasetCommit commit = Commit("c1", null);
        ModelVersion version = Version("a");
        await Catalog.Datasets.CommitAsync(commit);
        await Catalog.Models.RegisterAsync(version);
        string[] expected = [.. commit.Files.Select(f => f.Digest).Append(commit.Statistics!.Value).Concat(version.Files.Values).Select(d => d.Hex).Order()];
        Assert.Equal(expected, (await Catalog.ReferencedArtifactsAsync().ToListAsync()).Select(d => d.Hex).Order());
    }

    [Fact]
    public async Task Cancelled_BeforeItStarts_ChangesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" }, cancelled.Token));
        Assert.Null(await Catalog.Runs.FindAsync("r"));
    }

    [Fact]
    public async Task ManyThreads_WritingAndReading_LoseNothing()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Parallel.ForEachAsync(Enumerable.Range(0, 16), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (thread, ct) =>
        {
            for (int i = 0; i < 20; i++)
            {
                await Catalog.Runs.AddMetricsAsync("r", [new($"m{thread}", i, i, T0)], ct);
                Assert.Equal(i, (await Catalog.Runs.FindAsync("r", ct))!.Metrics[$"m{thread}"]);
                await Catalog.Predictions.AddAsync([Predict($"{thread}-{i}")], [new Feedback($"{thread}-{i}", i, T0)], ct);
            }
        });
        Assert.Equal(320, (await IdsAsync(new PredictionQuery { Labelled = true })).Length);
        Assert.Equal(20, (await Catalog.Runs.MetricHistoryAsync("r", "m7")).Count);
    }
}
