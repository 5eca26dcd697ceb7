// <readme> src/AiInfra.Sqlite/README.md 1
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Sqlite;
// </readme>
using AiInfra.Readmes;

namespace Readmes;

/// <summary>The code of the package's README, run.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_Example_Runs()
    {
        using var folder = new ReadmeFolder();
        await File.WriteAllTextAsync("model.onnx", "model");

        // <readme> src/AiInfra.Sqlite/README.md 1
        using AiInfraStore store = AiInfraStore.Open("data/aiinfra");           // or in a host: services.AddAiInfra(ai => ai.StoreIn("data/aiinfra"))
        ICatalog catalog = store.Catalog;

        Run run = await catalog.Runs.StartAsync(new RunStart("price-up", "training"));
        await catalog.Runs.AddMetricsAsync(run.Id, [new MetricPoint("loss", 0.25, Step: 1, DateTimeOffset.UtcNow)]);

        ArtifactDigest onnx = await store.Artifacts.PutFileAsync("model.onnx");
        ModelVersion version = await catalog.Models.RegisterAsync(new ModelVersion
        {
            Model = "price-up", RunId = run.Id, Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = onnx },
        });
        await catalog.Models.MoveAliasesAsync([new AliasMove("price-up", "champion", From: null, To: version.Version, "anna", "first release", DateTimeOffset.UtcNow)]);
        await catalog.Runs.FinishAsync(run.Id, RunStatus.Finished);
        // </readme>

        Assert.Equal(0.25, (await catalog.Runs.FindAsync(run.Id))!.Metrics["loss"]);
    }
}
