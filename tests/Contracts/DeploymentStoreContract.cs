using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using static AiInfra.Contracts.CatalogSamples;

namespace AiInfra.Contracts;

/// <summary>Deployments, saved together with the aliases they move.</summary>
public abstract class DeploymentStoreContract<TStore> : CatalogContract<TStore>
    where TStore : ICatalogUnderTest, new()
{
    [Fact]
    public async Task SaveDeployment_WithMoves_ChangesBothOrNothing()
    {
        await Catalog.Models.RegisterAsync(Version("a"));
        var wanted = new DeploymentRecord { Name = "d", Model = "price-up", Champion = 1, ChallengerShare = 0.25 };
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Deployments.SaveAsync(wanted, [Move("champion", 7, 1)]));
        Assert.Null(await Catalog.Deployments.FindAsync("d"));
        DeploymentRecord saved = await Catalog.Deployments.SaveAsync(wanted, [Move("champion", null, 1)]);
        Assert.Equal((1, 1, 0.25), (saved.Revision, saved.Champion, saved.ChallengerShare));
        Assert.Equal(1, (await Catalog.Models.AliasesAsync("price-up"))["champion"]);
        Assert.Equal(saved, await Catalog.Deployments.FindAsync("d"));
        Assert.Equal([saved], await Catalog.Deployments.ListAsync());
    }

    [Fact]
    public async Task SaveDeployment_WithAnEvent_WritesItInTheSameTransactionOrNotAtAll()
    {
        await Catalog.Models.RegisterAsync(Version("a"));
        var wanted = new DeploymentRecord { Name = "d", Model = "price-up", Champion = 1 };
        CatalogEvent happened = CatalogEvent.Of(EventKinds.Promotion, "d", T0, "promoted", new DeploymentChanged(null, 1, Actor: "t", Reason: "r"));
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Deployments.SaveAsync(wanted, [Move("champion", 7, 1)], happened));
        Assert.Empty(await Catalog.Events.ListAsync(new EventQuery()));

        // An event that the store cannot take undoes the moves that came before it.
        await Assert.ThrowsAnyAsync<Exception>(() => Catalog.Deployments.SaveAsync(wanted, [Move("champion", null, 1)], happened with { Subject = null! }));
        Assert.Null(await Catalog.Deployments.FindAsync("d"));
        Assert.Empty(await Catalog.Models.AliasesAsync("price-up"));
        Assert.Empty(await Catalog.Models.AuditAsync("price-up"));

        await Catalog.Deployments.SaveAsync(wanted, [Move("champion", null, 1)], happened);
        Assert.Equal(happened, (await Catalog.Events.ListAsync(new EventQuery())).Single() with { Id = 0 });
    }

    [Fact]
    public async Task SaveDeployment_OldRevision_Conflicts()
    {
        var first = new DeploymentRecord { Name = "d", Model = "price-up" };
        DeploymentRecord saved = await Catalog.Deployments.SaveAsync(first, []);
        await Catalog.Deployments.SaveAsync(saved with { ChallengerShare = 0.5 }, []);
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Deployments.SaveAsync(saved with { ChallengerShare = 0.1 }, []));
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Deployments.SaveAsync(first, []));
    }

    [Fact]
    public async Task SaveDeployment_UnknownVersion_IsNotFound() => await Assert.ThrowsAsync<CatalogNotFoundException>(
        () => Catalog.Deployments.SaveAsync(new DeploymentRecord { Name = "d", Model = "price-up", Champion = 3 }, []));
}
