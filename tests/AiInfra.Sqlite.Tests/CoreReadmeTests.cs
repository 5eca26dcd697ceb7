// <readme> src/AiInfra.Core/README.md 1
using AiInfra.Core.Artifacts;
using AiInfra.Core.Pipelines;
using AiInfra.Sqlite;
// </readme>
using AiInfra.Readmes;

namespace Readmes;

/// <summary>The code of Core's README, run here because it needs a store.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class CoreReadmeTests
{
    [Fact]
    public async Task Readme_Example_Runs()
    {
        using var folder = new ReadmeFolder();
        await File.WriteAllTextAsync("model.onnx", "model");

        // <readme> src/AiInfra.Core/README.md 1
        using AiInfraStore store = AiInfraStore.Open("data");                    // catalog, ledger and artifacts of one folder
        IArtifactStore artifacts = store.Artifacts;                              // or new FileArtifactStore("data/artifacts")
        ArtifactDigest model = await artifacts.PutFileAsync("model.onnx");        // SHA-256; on disk when this returns
        string path = await artifacts.GetFileAsync(model);                       // verified

        var daily = new Pipeline("daily");
        Step<long> size = daily.Step("size", version: "1",                       // "file" is part of what the result is remembered under
            async (context, ct) => (await artifacts.ReadBytesAsync(ArtifactDigest.Parse(context.Parameter("file")), ct)).LongLength,
            new StepOptions { Parameters = ["file"] });
        Step<double> share = daily.Step("share", version: "1", size, (context, n, ct) => Task.FromResult(n / 100.0));

        var runner = new PipelineRunner(store.Ledger);
        var today = new PipelineArguments { Parameters = new Dictionary<string, string> { ["file"] = model.Hex } };
        double answer = (await runner.RunAsync(daily, today)).Get(share);        // run again: nothing runs, same answer
        Console.WriteLine(await runner.PlanAsync(daily, today));                 // what would run, and why
        // </readme>

        Assert.Equal((0.05, "model"), (answer, await File.ReadAllTextAsync(path)));
        Assert.Equal($"size: remembered{Environment.NewLine}share: remembered", (await runner.PlanAsync(daily, today)).ToString());
    }
}
