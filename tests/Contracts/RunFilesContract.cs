using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using static AiInfra.Contracts.CatalogSamples;

namespace AiInfra.Contracts;

/// <summary>Files that runs left, and datasets they read.</summary>
public abstract class RunFilesContract<TStore> : CatalogContract<TStore>
    where TStore : ICatalogUnderTest, new()
{
    [Fact]
    public async Task Artifacts_ByFolder_AreListedReplacedAndRemoved()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        RunArtifact[] files = [F("model/MLmodel", "m"), F("model/data/weights.bin", "w"), F("model.txt", "t"), F("model-2/x", "x")];
        await Catalog.Runs.AddArtifactsAsync("r", files);
        await Catalog.Runs.AddArtifactsAsync("r", [F("model.txt", "other")]);
        Assert.Equal(["model-2/x", "model.txt", "model/MLmodel", "model/data/weights.bin"], (await Catalog.Runs.ArtifactsAsync("r")).Select(a => a.Path));
        Assert.Equal(["model/MLmodel", "model/data/weights.bin"], (await Catalog.Runs.ArtifactsAsync("r", "model")).Select(a => a.Path));
        Assert.Equal([F("model.txt", "other")], await Catalog.Runs.ArtifactsAsync("r", "model.txt"));
        Assert.Equal(2, await Catalog.Runs.RemoveArtifactsAsync("r", "model"));
        Assert.Equal(["model-2/x", "model.txt"], (await Catalog.Runs.ArtifactsAsync("r")).Select(a => a.Path));
    }

    [Fact]
    public async Task Artifacts_AreRootsAndLineage()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Catalog.Runs.AddArtifactsAsync("r", [F("a", "1"), F("b", "2"), F("c", "1")]);
        Assert.Equal([Digest("1"), Digest("2")], (await Roots()).OrderBy(d => d == Digest("2")));
        Assert.Equal(2, (await Catalog.Lineage.DownstreamAsync(LineageNode.Run("r"))).Count);
        await Catalog.Runs.RemoveArtifactsAsync("r", "a");
        await Catalog.Runs.RemoveArtifactsAsync("r", "b");
        Assert.Equal([Digest("1")], await Roots());
        Assert.Equal(Digest("1").Hex, Assert.Single(await Catalog.Lineage.DownstreamAsync(LineageNode.Run("r"))).To.Id);

        async Task<List<ArtifactDigest>> Roots() => await Catalog.ReferencedArtifactsAsync().ToListAsync();
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("/rooted")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("a\\b")]
    [InlineData("")]
    [InlineData("a/")]
    public async Task Artifacts_PathThatLeavesTheRun_IsRefused(string path)
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Assert.ThrowsAsync<ArgumentException>(() => Catalog.Runs.AddArtifactsAsync("r", [F("fine", "1"), F(path, "1")]));
        Assert.Empty(await Catalog.Runs.ArtifactsAsync("r"));
    }

    [Fact]
    public async Task Inputs_SameAgain_StayOne()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        RunInput first = new("rows", "d") { Context = "train", SourceType = "local", Source = "file", Schema = "{}", Profile = "p" };
        await Catalog.Runs.AddInputsAsync("r", [first, new RunInput("rows", "d")]);
        await Catalog.Runs.AddInputsAsync("r", [first]);
        Assert.Equal([first, new RunInput("rows", "d")], await Catalog.Runs.InputsAsync("r"));
    }

    [Fact]
    public async Task Delete_RunWithFilesAndInputs_TakesThemAlong()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Catalog.Runs.AddArtifactsAsync("r", [F("a", "1")]);
        await Catalog.Runs.AddInputsAsync("r", [new RunInput("rows", "d")]);
        await Catalog.Runs.FinishAsync("r", RunStatus.Finished);
        await Catalog.Runs.DeleteAsync("r");
        Assert.Empty(await Catalog.ReferencedArtifactsAsync().ToListAsync());
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        Assert.Empty(await Catalog.Runs.InputsAsync("r"));
    }

    [Theory]
    [InlineData(300, 1, 1, 10, 10)]
    [InlineData(300, 3, 1, 10, 10)]
    [InlineData(300, 300, long.MaxValue / 1000, 10, 10)]
    [InlineData(20, 20, 1, 20, 20)]
    public async Task MetricCourse_FewStepsOrHugeOnes_IsAsLongAsAskedFor(int there, int steps, long stride, int asked, int given)
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Catalog.Runs.AddMetricsAsync("r", [.. Enumerable.Range(0, there).Select(i => new MetricPoint("m", i, i % steps * stride, T0.AddSeconds(i)))]);
        IReadOnlyList<MetricPoint> course = await Catalog.Runs.MetricCourseAsync("r", "m", asked);
        Assert.Equal(given, course.Count);
        Assert.Equal((0L, (steps - 1) * stride), (course[0].Step, course[^1].Step));
        Assert.Equal(course.Distinct().OrderBy(p => p.Step).ThenBy(p => p.At), course);
    }

    [Fact]
    public async Task TruncateMetrics_SystemMetrics_Stay()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Catalog.Runs.AddMetricsAsync("r", [new("loss", 1, 9, T0), new("system/cpu", 1, 900, T0)]);
        await Catalog.Runs.TruncateMetricsAsync("r", 5);
        Assert.Equal(["system/cpu"], (await Catalog.Runs.FindAsync("r"))!.Metrics.Keys);
    }

    [Fact]
    public async Task LatestMetrics_OfSeveralRuns_AreTheHighestSteps()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "empty" });
        await Catalog.Runs.AddMetricsAsync("r", [new("m", 1, 5, T0.AddSeconds(1)), new("m", 9, 2, T0.AddSeconds(2)), new("a", double.NaN, 0, T0)]);
        IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>> latest = await Catalog.Runs.LatestMetricsAsync(["r", "nobody", "empty"]);
        Assert.Equal(["empty", "r"], latest.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([new("a", double.NaN, 0, T0), new("m", 1, 5, T0.AddSeconds(1))], latest["r"]);
        Assert.Empty(latest["empty"]);
    }

    [Fact]
    public async Task Metrics_SameStepAndTime_LatestIsTheLargest_InWhateverOrder()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Catalog.Runs.AddMetricsAsync("r", [new("m", 3, 1, T0), new("m", 2, 1, T0)]);
        await Catalog.Runs.AddMetricsAsync("r", [new("m", 1, 1, T0)]);
        Assert.Equal(3, (await Catalog.Runs.FindAsync("r"))!.Metrics["m"]);
    }

    private static RunArtifact F(string path, string content) => new(path, Digest(content), content.Length, T0);
}
