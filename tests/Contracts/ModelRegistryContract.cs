using AiInfra.Core.Catalog;
using static AiInfra.Contracts.CatalogSamples;

namespace AiInfra.Contracts;

/// <summary>Versions, aliases with their audit, tags.</summary>
public abstract class ModelRegistryContract<TStore> : CatalogContract<TStore>
    where TStore : ICatalogUnderTest, new()
{
    [Fact]
    public async Task Register_GivesNumbersInOrderAndKeepsEverything()
    {
        Assert.Equal(1, (await Catalog.Models.RegisterAsync(Version("a"))).Version);
        Assert.Equal(2, (await Catalog.Models.RegisterAsync(Version("b"))).Version);
        Assert.Equal(1, (await Catalog.Models.RegisterAsync(Version("a", model: "other"))).Version);
        ModelVersion found = (await Catalog.Models.FindAsync("price-up", 1))!;
        ModelVersion expected = Version("a");
        Assert.Equal(expected.Files.OrderBy(f => f.Key), found.Files.OrderBy(f => f.Key));
        Assert.Equal(expected.Metrics.OrderBy(f => f.Key), found.Metrics.OrderBy(f => f.Key));
        Assert.Equal(expected.Tags, found.Tags);
        Assert.Equal(("run-1", "c1"), (found.RunId, found.DatasetCommitId));
        Assert.Equal([2, 1], (await Catalog.Models.VersionsAsync("price-up")).Select(v => v.Version));
        Assert.Equal(["other", "price-up"], await Catalog.Models.ListAsync());
    }

    [Fact]
    public async Task VersionsAndAudit_ByPages_GiveTheNewestFirst()
    {
        for (int i = 1; i <= 5; i++)
        {
            await Catalog.Models.RegisterAsync(Version("a", run: "run-" + i));
            await Catalog.Models.MoveAliasesAsync([Move("champion", i == 1 ? null : i - 1, i)]);
        }

        Assert.Equal([5, 4], (await Catalog.Models.VersionsAsync("price-up", 2)).Select(v => v.Version));
        Assert.Equal([3, 2], (await Catalog.Models.VersionsAsync("price-up", 2, before: 4)).Select(v => v.Version));
        IReadOnlyList<AliasMove> page = await Catalog.Models.AuditAsync("price-up", 3);
        Assert.Equal([5, 4, 3], page.Select(m => m.To!.Value));
        Assert.Equal([2, 1], (await Catalog.Models.AuditAsync("price-up", 3, before: page[^1].Id)).Select(m => m.To!.Value));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Catalog.Models.VersionsAsync("price-up", -1));
    }

    [Fact]
    public async Task Register_SameRunAndFilesAgain_GivesTheVersionThatIsThere()
    {
        await Catalog.Models.RegisterAsync(Version("a"));
        Assert.Equal(1, (await Catalog.Models.RegisterAsync(Version("a"))).Version);
        Assert.Equal(2, (await Catalog.Models.RegisterAsync(Version("a", run: "run-2"))).Version);
    }

    [Fact]
    public async Task MoveAliases_Several_MoveTogetherWithAudit()
    {
        await Catalog.Models.RegisterAsync(Version("a"));
        await Catalog.Models.RegisterAsync(Version("b"));
        await Catalog.Models.MoveAliasesAsync([Move("champion", null, 1), Move("challenger", null, 2)]);
        await Catalog.Models.MoveAliasesAsync([Move("champion", 1, 2), Move("challenger", 2, null)]);
        Assert.Equal([KeyValuePair.Create("champion", 2)], await Catalog.Models.AliasesAsync("price-up"));
        Assert.Equal(2, (await Catalog.Models.FindAsync("price-up", "champion"))!.Version);
        Assert.Null(await Catalog.Models.FindAsync("price-up", "challenger"));
        Assert.Equal(
            [Move("challenger", 2, null), Move("champion", 1, 2), Move("challenger", null, 2), Move("champion", null, 1)],
            (await Catalog.Models.AuditAsync("price-up")).Select(m => m with { Id = 0 }));
    }

    [Fact]
    public async Task MoveAliases_OneFromElsewhere_MovesNone()
    {
        await Catalog.Models.RegisterAsync(Version("a"));
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Models.MoveAliasesAsync([Move("champion", null, 1), Move("challenger", 1, null)]));
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Catalog.Models.MoveAliasesAsync([Move("champion", null, 1), Move("challenger", null, 5)]));
        Assert.Empty(await Catalog.Models.AliasesAsync("price-up"));
        Assert.Empty(await Catalog.Models.AuditAsync("price-up"));
    }

    [Fact]
    public async Task MoveAliases_ManyAtOnce_OneWins()
    {
        await Catalog.Models.RegisterAsync(Version("a"));
        int won = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, ct) =>
        {
            try
            {
                await Catalog.Models.MoveAliasesAsync([Move("champion", null, 1)], ct);
                Interlocked.Increment(ref won);
            }
            catch (CatalogConflictException)
            {
                Interlocked.Add(ref won, 100);
            }
        });
        Assert.Equal(701, won);
        Assert.Single(await Catalog.Models.AuditAsync("price-up"));
    }

    [Fact]
    public async Task SetModelTags_NullRemoves_UnknownVersionIsNotFound()
    {
        await Catalog.Models.RegisterAsync(Version("a"));
        await Catalog.Models.SetTagsAsync("price-up", 1, new Dictionary<string, string?> { ["by"] = null, ["x"] = "y" });
        Assert.Equal([KeyValuePair.Create("x", "y")], (await Catalog.Models.FindAsync("price-up", 1))!.Tags);
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Catalog.Models.SetTagsAsync("price-up", 2, new Dictionary<string, string?> { ["x"] = "y" }));
    }
}
