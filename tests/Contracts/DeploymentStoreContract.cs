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
        await Catalog.Models.RegisterAsync(Version("b"));
        var wanted = new DeploymentRecord { Name = "d", Model = "price-up", Champion = 1, Challenger = 2, ChallengerShare = 0.25 };
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
        await Catalog.Models.RegisterAsync(Version("a"));
        var first = new DeploymentRecord { Name = "d", Model = "price-up", Challenger = 1 };
        DeploymentRecord saved = await Catalog.Deployments.SaveAsync(first, []);
        await Catalog.Deployments.SaveAsync(saved with { ChallengerShare = 0.5 }, []);
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Deployments.SaveAsync(saved with { ChallengerShare = 0.1 }, []));
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Deployments.SaveAsync(first, []));
    }

    [Fact]
    public async Task SaveDeployment_UnknownVersion_IsNotFound() => await Assert.ThrowsAsync<CatalogNotFoundException>(
        () => Catalog.Deployments.SaveAsync(new DeploymentRecord { Name = "d", Model = "price-up", Champion = 3 }, []));

    [Fact]
    public async Task SaveDeployment_AnyNumberOfVariants_ComeBackWithRolesSharesAndKeys()
    {
        for (int i = 1; i <= 6; i++)
        {
            await Catalog.Models.RegisterAsync(Version("v" + i, run: "run-" + i));
        }

        DeploymentRecord wanted = new DeploymentRecord { Name = "d", Model = "price-up", Champion = 1, Previous = 6 }.WithTrial(2, 0.1).WithTrial(3, 0.2).WithTrial(4, 0).WithTrial(5, 0);
        wanted = wanted.WithTrial(2, 0.3);
        DeploymentRecord saved = await Catalog.Deployments.SaveAsync(wanted, []);
        Assert.Equal(wanted.Variants, saved.Variants);
        Assert.Equal(saved, await Catalog.Deployments.FindAsync("d"));
        Assert.Equal([saved], await Catalog.Deployments.ListAsync());
        Assert.Equal(
            ["1 Champion 0.5", "2 Canary 0.3", "3 Canary 0.2", "4 Shadow 0", "5 Shadow 0", "6 Previous 0"],
            saved.Variants.Select(v => $"{v.Version} {v.Role} {Math.Round(v.Weight, 12)}"));
        DeploymentRecord fewer = await Catalog.Deployments.SaveAsync(saved.WithoutTrial(2).WithoutTrial(4), []);
        Assert.Equal([1, 3, 5, 6], (await Catalog.Deployments.FindAsync("d"))!.Variants.Select(v => v.Version));
        Assert.Equal(saved.Variants[2], fewer.Variants[1]);
    }
}
