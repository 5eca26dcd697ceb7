using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Pipelines;

namespace AiInfra.Sqlite.Tests;

/// <summary>The code of the two READMEs, run.</summary>
public sealed class ReadmeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sqlite_Readme_Runs()
    {
        await File.WriteAllTextAsync(_folder.File("model.onnx"), "model");

        using AiInfraStore store = AiInfraStore.Open(_folder.File("data/aiinfra"));
        ICatalog catalog = store.Catalog;

        Run run = await catalog.Runs.StartAsync(new RunStart("price-up", "training"));
        await catalog.Runs.AddMetricsAsync(run.Id, [new MetricPoint("loss", 0.25, Step: 1, DateTimeOffset.UtcNow)]);

        ArtifactDigest onnx = await store.Artifacts.PutFileAsync(_folder.File("model.onnx"));
        ModelVersion version = await catalog.Models.RegisterAsync(new ModelVersion
        {
            Model = "price-up",
            RunId = run.Id,
            Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = onnx },
        });
        await catalog.Models.MoveAliasesAsync([new AliasMove("price-up", "champion", From: null, To: version.Version, "anna", "first release", DateTimeOffset.UtcNow)]);
        await catalog.Runs.FinishAsync(run.Id, RunStatus.Finished);

        Assert.Equal(0.25, (await catalog.Runs.FindAsync(run.Id))!.Metrics["loss"]);
    }

    [Fact]
    public async Task Core_Readme_Runs()
    {
        await File.WriteAllTextAsync(_folder.File("model.onnx"), "model");
        using AiInfraStore store = AiInfraStore.Open(_folder.File("data"));
        IPipelineLedger ledger = store.Ledger;

        using var artifacts = new FileArtifactStore(_folder.File("data/artifacts"));
        ArtifactDigest model = await artifacts.PutFileAsync(_folder.File("model.onnx"));
        string path = await artifacts.GetFileAsync(model);

        var daily = new Pipeline("daily");
        Step<long> size = daily.Step(
            "size",
            version: "1",
            async (context, ct) => (await artifacts.ReadBytesAsync(ArtifactDigest.Parse(context.Parameter("file")), ct)).LongLength,
            new StepOptions { Parameters = ["file"] });
        Step<double> share = daily.Step("share", version: "1", size, (context, n, ct) => Task.FromResult(n / 100.0));

        var runner = new PipelineRunner(ledger);
        var today = new PipelineArguments { Parameters = new Dictionary<string, string> { ["file"] = model.Hex } };
        double answer = (await runner.RunAsync(daily, today)).Get(share);

        Assert.Equal((0.05, "model"), (answer, await File.ReadAllTextAsync(path)));
        Assert.Equal($"size: remembered{Environment.NewLine}share: remembered", (await runner.PlanAsync(daily, today)).ToString());
    }
}
