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
        bool[] right = await rig.StreamAsync(world.Values(600));
        Assert.InRange(right[^100..].Count(r => r), 50, 100);
        Assert.True(rig.Loop.Status.Champion > first.Version.Version);
        ModelVersion champion = (await rig.Store.Catalog.Models.FindAsync(Rig.Name, "champion"))!;
        Assert.Equal(LinearRecipe.Runtime, champion.Tags[ModelKeys.Runtime]);
        Assert.Contains(LinearRuntime.File, champion.Files.Keys);
        Assert.DoesNotContain(ModelFiles.Onnx, champion.Files.Keys);
    }

    [Fact]
    public async Task StartAsync_RuntimeThatTheHostHasNot_SaysWhichThereAre()
    {
        await using var rig = new Rig(new LinearRecipe());
        var e = await Assert.ThrowsAsync<ModelLoadException>(() => rig.Loop.StartAsync(new World(11).Values(300)));
        Assert.Contains("no runtime 'linear' in this host, only onnx", e.Message, StringComparison.Ordinal);
    }
}
