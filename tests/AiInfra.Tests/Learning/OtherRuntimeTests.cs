using System.Text.Json;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Learning;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Runtimes;
using AiInfra.Tests.Support;

namespace AiInfra.Tests.Learning;

/// <summary>The loop with models that are no ONNX files.</summary>
public sealed class OtherRuntimeTests
{
    [Fact]
    public async Task RunDueAsync_ModelsOfAnotherRuntime_AreJudgedReleasedAndServed()
    {
        await using var rig = new Rig(new LinearRecipe(), o => o.EveryRows = 150, runtimes: new ModelRuntimes([KeyValuePair.Create<string, IModelRuntime>(LinearRecipe.Runtime, new LinearRuntime())]));
        var world = new World(11);
        FirstModel first = await rig.Loop.StartAsync(world.Values(300));
        Assert.True(first.IsServed);
        await rig.StreamAsync(world.Values(100));
        world.Turned = true;
        await rig.StreamAsync(world.Values(600));
        Assert.True(rig.Loop.Status.Champion > first.Version.Version);
        Assert.True((await rig.Deployment.PredictAsync(World.Inputs(world.Values(1)[0]))).Version > first.Version.Version);
        ModelVersion champion = (await rig.Store.Catalog.Models.FindAsync(Rig.Name, "champion"))!;
        Assert.Equal(LinearRecipe.Runtime, champion.Tags[ModelKeys.Runtime]);
        Assert.Contains(LinearRuntime.File, champion.Files.Keys);
        Assert.DoesNotContain(ModelFiles.Onnx, champion.Files.Keys);

        // In the world as it became, y falls with x.
        using FileStream json = File.OpenRead(await rig.Store.Artifacts.GetFileAsync(champion.Files[LinearRuntime.File]));
        Assert.InRange(JsonSerializer.Deserialize<Dictionary<string, double>>(json)!["x"], -2.5, -1);
    }

    [Fact]
    public async Task StartAsync_RuntimeThatTheHostHasNot_SaysWhichThereAre()
    {
        await using var rig = new Rig(new LinearRecipe());
        var e = await Assert.ThrowsAsync<ModelLoadException>(() => rig.Loop.StartAsync(new World(11).Values(300)));
        Assert.Contains("no runtime 'linear' in this host, only onnx", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_CandidateThatIsNotRegistered_IsOpenedByTheRuntimeThatServesIt()
    {
        int candidates = 0, versions = 0;
        var counting = new DelegateRuntime((version, artifacts, cancel) =>
        {
            (candidates, versions) = version.Version == 0 ? (candidates + 1, versions) : (candidates, versions + 1);
            return new OnnxModelRuntime().OpenAsync(version, artifacts, cancel);
        });
        await using var rig = new Rig(runtimes: new ModelRuntimes([KeyValuePair.Create<string, IModelRuntime>(ModelRuntimes.Onnx, counting)]));
        await rig.Loop.StartAsync(new World(11).Values(300));
        Assert.True(candidates >= 1, $"{candidates} candidates were opened");
        Assert.True(versions >= 1, $"{versions} versions were opened");
    }

    [Fact]
    public async Task StartAsync_CandidatesThatDoNotBecomeVersions_LeaveNothingInTheStore()
    {
        await using var rig = new Rig(new LinearRecipe(), runtimes: new ModelRuntimes([KeyValuePair.Create<string, IModelRuntime>(LinearRecipe.Runtime, new LinearRuntime())]));
        FirstModel first = await rig.Loop.StartAsync(new World(11).Values(300));
        var models = new List<string>();
        await foreach (ArtifactInfo artifact in rig.Store.Artifacts.ListAsync())
        {
            string text = await File.ReadAllTextAsync(await rig.Store.Artifacts.GetFileAsync(artifact.Digest));
            if (text.StartsWith("{\"", StringComparison.Ordinal) && text.Contains("\"bias\"", StringComparison.Ordinal) && artifact.Digest != first.Version.Files[LinearRuntime.File])
            {
                models.Add(text);
            }
        }

        Assert.Empty(models);
    }
}
