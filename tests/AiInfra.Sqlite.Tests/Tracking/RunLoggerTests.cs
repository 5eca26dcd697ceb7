using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Tracking;
using AiInfra.Support;
using AiInfra.Support.Stores;

namespace AiInfra.Sqlite.Tests.Tracking;

public sealed class RunLoggerTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    private Task<RunLogger> StartAsync(RunLoggerOptions? options = null) => RunLogger.StartAsync(_store.Catalog.Runs, new RunStart("e", "training") { Id = "r" }, _store.Artifacts, options);

    private async Task<Run> RunAsync(string id = "r") => (await _store.Catalog.Runs.FindAsync(id))!;

    [Fact]
    public async Task Finish_AfterLogging_HasAllOfIt()
    {
        await using (RunLogger log = await StartAsync())
        {
            await log.ParameterAsync("rate", "0.1");
            await log.MetricAsync("loss", 0.5, 1);
            await log.NoteAsync("went *well*");
            await log.InputAsync(new RunInput("rows", "d1"));
            await log.TextArtifactAsync("plots/a.txt", "grüezi");
            await using RunLogger child = await log.StartChildAsync(new RunStart("e", "fold") { Id = "child" });
            await child.FinishAsync();
            await log.FinishAsync();
        }

        Run run = await RunAsync();
        Assert.Equal((RunStatus.Finished, "0.1", 0.5, "went *well*"), (run.Status, run.Parameters["rate"], run.Metrics["loss"], run.Tags[RunTags.Note]));
        Assert.Equal("r", (await RunAsync("child")).ParentId);
        RunArtifact artifact = Assert.Single(await _store.Catalog.Runs.ArtifactsAsync("r"));
        Assert.Equal(("plots/a.txt", 7), (artifact.Path, artifact.Bytes));
        Assert.Equal("grüezi"u8.ToArray(), await _store.Artifacts.ReadBytesAsync(artifact.Digest));
    }

    [Fact]
    public async Task Dispose_WithoutFinish_IsAFailure()
    {
        await using (RunLogger log = await StartAsync())
        {
            Assert.True(log.TryMetric("loss", 1, 1));
        }

        Run run = await RunAsync();
        Assert.Equal((RunStatus.Failed, 1.0), (run.Status, run.Metrics["loss"]));
        Assert.Contains("left", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ByItself_SaysWhereItRunsAndFromWhichCode()
    {
        await using RunLogger log = await StartAsync();
        IReadOnlyDictionary<string, string> tags = (await RunAsync()).Tags;
        Assert.Equal(Environment.ProcessorCount, int.Parse(tags[RunTags.Cores], System.Globalization.CultureInfo.InvariantCulture));
        Assert.StartsWith(".NET", tags[RunTags.Runtime], StringComparison.Ordinal);
        Assert.Contains("AiInfra.Sqlite ", tags[RunTags.Packages], StringComparison.Ordinal);
        Assert.DoesNotContain("System.", tags[RunTags.Packages], StringComparison.Ordinal);
        Assert.Equal(tags.ContainsKey(RunTags.Commit), tags.ContainsKey(RunTags.CommitFrom));
        await log.FinishAsync();
    }

    [Fact]
    public async Task Start_EnvironmentOff_HasNoTags()
    {
        await using RunLogger log = await StartAsync(new RunLoggerOptions { Environment = false });
        Assert.Empty((await RunAsync()).Tags);
    }

    [Fact]
    public async Task WhileItLives_TheMachineIsMeasured_OnceForTwoLoggers()
    {
        var options = new RunLoggerOptions { SystemInterval = TimeSpan.FromSeconds(0.1) };
        await using RunLogger log = await StartAsync(options);
        await using var second = new RunLogger(_store.Catalog.Runs, log.Run, options: options);
        await Until.HoldsAsync(async () =>
        {
            await log.FlushAsync();
            return (await RunAsync()).Metrics.ContainsKey("system/process_memory_megabytes");
        });
        await second.FlushAsync();
        await log.FinishAsync();
        IReadOnlyDictionary<string, double> metrics = (await RunAsync()).Metrics;
        Assert.InRange(metrics["system/process_memory_megabytes"], 10, 1e6);
        Assert.InRange(metrics["system/process_cpu_percentage"], 0, 100.0 * Environment.ProcessorCount * 2);
        Assert.InRange(metrics["system/system_memory_usage_percentage"], 0.1, 100);
    }

    [Fact]
    public async Task Artifact_WithoutAStore_IsRefused()
    {
        await using RunLogger log = await RunLogger.StartAsync(_store.Catalog.Runs, new RunStart("e", "k") { Id = "r" });
        Assert.Contains("artifact store", (await Assert.ThrowsAsync<InvalidOperationException>(() => log.TextArtifactAsync("a", "b"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attach_ToARunOfAnother_LeavesItsEnd()
    {
        Run run = await _store.Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await using (var log = new RunLogger(_store.Catalog.Runs, run))
        {
            await log.MetricAsync("loss", 1, 1);
        }

        Assert.Equal((RunStatus.Running, 1.0), ((await RunAsync()).Status, (await RunAsync()).Metrics["loss"]));
    }

    [Fact]
    public void Options_OutOfRange_AreNamed() =>
        Assert.Equal(2, new RunLoggerOptions { Capacity = 0, SystemInterval = TimeSpan.FromMilliseconds(1) }.Faults().Count());
}
