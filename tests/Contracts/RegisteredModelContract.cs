using AiInfra.Core.Catalog;
using static AiInfra.Contracts.CatalogSamples;

namespace AiInfra.Contracts;

/// <summary>What is said of models as a whole.</summary>
public abstract class RegisteredModelContract<TStore> : CatalogContract<TStore>
    where TStore : ICatalogUnderTest, new()
{
    private IRegisteredModelStore Models => Catalog.GetRequiredStore<IRegisteredModelStore>();

    [Fact]
    public async Task Register_FirstVersion_MakesTheModel()
    {
        await Catalog.Models.RegisterAsync(Version("a", model: "m"));
        Assert.Equal("m", Assert.Single(await Models.ListAsync()).Name);
        await Assert.ThrowsAsync<CatalogConflictException>(() => Models.CreateAsync("m"));
    }

    [Fact]
    public async Task Create_DescribeAndTag_AreFoundAgain()
    {
        await Models.CreateAsync("m", "first", new Dictionary<string, string> { ["a"] = "1" });
        await Models.DescribeAsync("m", "second");
        await Models.SetTagsAsync("m", new Dictionary<string, string?> { ["a"] = null, ["b"] = "2" });
        RegisteredModel model = (await Models.FindAsync("m"))!;
        Assert.Equal(("second", "b"), (model.Description, Assert.Single(model.Tags).Key));
        Assert.Equal(model.ToString(), Assert.Single(await Models.ListAsync()).ToString());
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Models.DescribeAsync("other", ""));
    }

    [Fact]
    public async Task Rename_WithVersionsAndAliases_TakesThemAlong()
    {
        ModelVersion v = await Catalog.Models.RegisterAsync(Version("a", model: "old"));
        await Catalog.Models.MoveAliasesAsync([new AliasMove("old", "best", null, v.Version, "ada", "why", T0)]);
        await Catalog.Lineage.AddAsync([new LineageEdge(LineageNode.Run("r"), LineageNode.ModelVersion("old", 1), "made")]);
        await Models.RenameAsync("old", "new");
        Assert.Equal(v.Files, (await Catalog.Models.FindAsync("new", "best"))!.Files);
        Assert.Null(await Catalog.Models.FindAsync("old", 1));
        Assert.Equal("new/1", Assert.Single(await Catalog.Lineage.DownstreamAsync(LineageNode.Run("r"))).To.Id);
        Assert.Equal(2, (await Catalog.Models.RegisterAsync(Version("b", "run-2", "new"))).Version);
        Assert.Equal(1, (await Catalog.Models.RegisterAsync(Version("b", "run-2", "old"))).Version);
    }

    [Fact]
    public async Task DeleteAndRename_OfAServedModel_Conflict()
    {
        ModelVersion v = await Catalog.Models.RegisterAsync(Version("a", model: "m"));
        await Catalog.Deployments.SaveAsync(new DeploymentRecord { Name = "served", Model = "m", Champion = v.Version }, []);
        Assert.Contains("served", (await Assert.ThrowsAsync<CatalogConflictException>(() => Models.DeleteAsync("m", "ada"))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<CatalogConflictException>(() => Models.RenameAsync("m", "n"));
        Assert.NotNull(await Catalog.Models.FindAsync("m", 1));
    }

    [Fact]
    public async Task Delete_WithAliases_IsInTheAudit_AndNumbersAreNotGivenAgain()
    {
        ModelVersion v = await Catalog.Models.RegisterAsync(Version("a", model: "m"));
        await Catalog.Models.MoveAliasesAsync([new AliasMove("m", "best", null, v.Version, "ada", "why", T0)]);
        await Models.DeleteAsync("m", "bob");
        Assert.Null(await Models.FindAsync("m"));
        Assert.Empty(await Catalog.ReferencedArtifactsAsync().ToListAsync());
        Assert.Equal(("bob", null), ((await Catalog.Models.AuditAsync("m"))[0].Actor, (await Catalog.Models.AuditAsync("m"))[0].To));
        Assert.Equal(2, (await Catalog.Models.RegisterAsync(Version("a", model: "m"))).Version);
    }
}
