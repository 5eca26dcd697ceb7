using AiInfra.Core.Catalog;
using static AiInfra.Contracts.CatalogSamples;

namespace AiInfra.Contracts;

/// <summary>Lineage and events.</summary>
public abstract class LineageAndEventContract<TStore> : CatalogContract<TStore>
    where TStore : ICatalogUnderTest, new()
{
    [Fact]
    public async Task Lineage_FromPredictionToSource_IsNearestFirstAndEachEdgeOnce()
    {
        LineageEdge sourceToData = new(LineageNode.Source("file.csv"), LineageNode.Dataset("c1"), "ingested");
        LineageEdge dataToRun = new(LineageNode.Dataset("c1"), LineageNode.Run("r"), "trained-on");
        LineageEdge runToModel = new(LineageNode.Run("r"), LineageNode.ModelVersion("m", 1), "made");
        LineageEdge dataToModel = new(LineageNode.Dataset("c1"), LineageNode.ModelVersion("m", 1), "trained-on");
        LineageEdge back = new(LineageNode.ModelVersion("m", 1), LineageNode.Source("file.csv"), "labelled");
        await Catalog.Lineage.AddAsync([sourceToData, dataToRun, runToModel, dataToModel, back]);
        await Catalog.Lineage.AddAsync([sourceToData]);
        Assert.Equal([runToModel, dataToModel, dataToRun, sourceToData, back], await Catalog.Lineage.UpstreamAsync(LineageNode.ModelVersion("m", 1)));
        Assert.Equal(
            [sourceToData, dataToRun, dataToModel, runToModel, back],
            await Catalog.Lineage.DownstreamAsync(LineageNode.Source("file.csv")));
    }

    [Fact]
    public async Task Events_WithConditions_GiveTheNewestFirst()
    {
        CatalogEvent drift = new("drift", "a", T0, "moved", """{"psi":0.3}""", 1200);
        await Catalog.Events.AddAsync([drift, new("alarm", "a", T0, "x"), new("drift", "b", T0, "y")]);
        await Catalog.Events.AddAsync([new("drift", "a", T0, "z")]);
        IReadOnlyList<CatalogEvent> all = await Catalog.Events.ListAsync(new EventQuery());
        Assert.Equal(["z", "y", "x", "moved"], all.Select(e => e.Message));
        Assert.Equal(drift, all[3] with { Id = 0 });
        Assert.Equal(["z", "moved"], (await Catalog.Events.ListAsync(new EventQuery { Kind = "drift", Subject = "a" })).Select(e => e.Message));
        Assert.Equal(["z", "y"], (await Catalog.Events.ListAsync(new EventQuery { Kind = "drift", Take = 2 })).Select(e => e.Message));
        Assert.Equal(["z"], (await Catalog.Events.ListAsync(new EventQuery { Subject = "a", AfterId = all[2].Id })).Select(e => e.Message));
        Assert.Equal(["x"], (await Catalog.Events.ListAsync(new EventQuery { ExceptKinds = ["drift", "quality"] })).Select(e => e.Message));
        Assert.Equal(["z"], (await Catalog.Events.ListAsync(new EventQuery { Subject = "a", ExceptKinds = ["alarm"], Take = 1 })).Select(e => e.Message));
        Assert.Equal(all.Skip(2), await Catalog.Events.ListAsync(new EventQuery { BeforeId = all[1].Id }));
    }
}
