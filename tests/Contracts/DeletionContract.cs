using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using static AiInfra.Contracts.CatalogSamples;

namespace AiInfra.Contracts;

/// <summary>Deleting versions, runs and commits: what something needs is refused, with its name, and nothing goes by half.</summary>
public abstract class DeletionContract<TStore> : CatalogContract<TStore>
    where TStore : ICatalogUnderTest, new()
{
    [Fact]
    public async Task DeleteVersion_NothingNeedsIt_IsGoneAndItsNumberIsNotGivenAgain()
    {
        await Catalog.Models.RegisterAsync(Version("a"));
        await Catalog.Models.RegisterAsync(Version("b"));
        await Catalog.Models.DeleteAsync("price-up", 2);
        Assert.Null(await Catalog.Models.FindAsync("price-up", 2));
        Assert.Equal(3, (await Catalog.Models.RegisterAsync(Version("b"))).Version);
        await Catalog.Models.DeleteAsync("price-up", 1);
        await Catalog.Models.DeleteAsync("price-up", 3);
        Assert.Empty(await Catalog.Models.ListAsync());
        Assert.Equal(4, (await Catalog.Models.RegisterAsync(Version("c"))).Version);
        Assert.DoesNotContain(Digest("a"), await RootsAsync());
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Catalog.Models.DeleteAsync("price-up", 3));
    }

    [Fact]
    public async Task DeleteVersion_AliasOrDeploymentNeedsIt_IsRefusedWithItsName()
    {
        for (int i = 1; i <= 5; i++)
        {
            await Catalog.Models.RegisterAsync(Version("v" + i, run: "run-" + i));
        }

        await Catalog.Models.MoveAliasesAsync([Move("pinned", null, 1)]);
        await Catalog.Deployments.SaveAsync(new DeploymentRecord { Name = "prices", Model = "price-up", Champion = 2, Challenger = 3, Previous = 4 }, []);
        Assert.Contains("'pinned'", (await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Models.DeleteAsync("price-up", 1))).Message, StringComparison.Ordinal);
        foreach (int version in new[] { 2, 3, 4 })
        {
            Assert.Contains("'prices'", (await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Models.DeleteAsync("price-up", version))).Message, StringComparison.Ordinal);
        }

        await Catalog.Models.DeleteAsync("price-up", 5);
        Assert.Equal([4, 3, 2, 1], (await Catalog.Models.VersionsAsync("price-up")).Select(v => v.Version));
        Assert.Equal(2, (await Catalog.Models.FindAsync("price-up", 4))!.Files.Count);
    }

    [Fact]
    public async Task DeleteRun_NothingNeedsIt_IsGoneWithItsMetrics()
    {
        await EndedAsync("r");
        await Catalog.Runs.AddMetricsAsync("r", [new("m", 1, 1, T0), new("m", 2, 2, T0)]);
        await Catalog.Runs.SetTagsAsync("r", new Dictionary<string, string?> { ["artifact.log"] = Digest("log").Hex });
        await Catalog.Runs.DeleteAsync("r");
        Assert.Null(await Catalog.Runs.FindAsync("r"));
        Assert.DoesNotContain(Digest("log"), await RootsAsync());
        await EndedAsync("r");
        Assert.Empty(await Catalog.Runs.MetricHistoryAsync("r", "m"));
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Catalog.Runs.DeleteAsync("absent"));
    }

    [Fact]
    public async Task DeleteRun_SomethingNeedsIt_IsRefusedWithItsName()
    {
        foreach (string run in new[] { "run-1", "commit", "parent", "child", "led", "free" })
        {
            await EndedAsync(run, parent: run == "child" ? "parent" : null);
        }

        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "running" });
        await Catalog.Models.RegisterAsync(Version("a"));
        await Catalog.Datasets.CommitAsync(Commit("c9", null) with { RunId = "commit" });
        await Catalog.Lineage.AddAsync([new LineageEdge(LineageNode.Run("led"), LineageNode.ModelVersion("price-up", 1), "evaluated")]);
        foreach ((string run, string named) in new[] { ("run-1", "'price-up/1'"), ("commit", "c9"), ("parent", "'child'"), ("led", "'price-up/1'"), ("running", "it runs") })
        {
            Assert.Contains(named, (await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Runs.DeleteAsync(run))).Message, StringComparison.Ordinal);
        }

        await Catalog.Runs.DeleteAsync("child");
        await Catalog.Runs.DeleteAsync("parent");
        await Catalog.Runs.DeleteAsync("free");
    }

    [Fact]
    public async Task DeleteCommit_InTheMiddle_TheLogGoesOnPastIt()
    {
        await Catalog.Datasets.CommitAsync(Commit("c0", null));
        await Catalog.Datasets.CommitAsync(Commit("c1", "c0"));
        await Catalog.Datasets.CommitAsync(Commit("c2", "c1"));
        await Catalog.Datasets.CommitAsync(Commit("c3", "c2"));
        await Catalog.Models.RegisterAsync(Version("a"));
        Assert.Contains("'price-up/1' was trained on it", (await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Datasets.DeleteAsync("c1"))).Message, StringComparison.Ordinal);
        Assert.Contains("'main'", (await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Datasets.DeleteAsync("c3"))).Message, StringComparison.Ordinal);
        await Catalog.Datasets.DeleteAsync("c2");
        Assert.Equal(["c3", "c1", "c0"], (await Catalog.Datasets.LogAsync("sales")).Select(c => c.Id));
        Assert.Null(await Catalog.Datasets.FindAsync("c2"));
        Assert.DoesNotContain(Digest("c20"), await RootsAsync());
        await Catalog.Datasets.DeleteAsync("c0");
        Assert.Equal(["c3", "c1"], (await Catalog.Datasets.LogAsync("sales")).Select(c => c.Id));
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Catalog.Datasets.DeleteAsync("c2"));
    }

    [Fact]
    public async Task DeleteBranch_OfTheHeadThatWasRead_ListsTheDatasetNoMore()
    {
        await Catalog.Datasets.CommitAsync(Commit("c1", null));
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Datasets.DeleteBranchAsync("sales", "main", "other"));
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Catalog.Datasets.DeleteBranchAsync("sales", "absent", "c1"));
        await Catalog.Datasets.DeleteBranchAsync("sales", "main", "c1");
        Assert.Empty(await Catalog.Datasets.ListAsync());
        await Catalog.Datasets.DeleteAsync("c1");
        Assert.Null(await Catalog.Datasets.FindAsync("c1"));
    }

    [Fact]
    public async Task Delete_WhileAliasesMove_NeverLeavesAnAliasOnNothing()
    {
        for (int i = 1; i <= 20; i++)
        {
            await Catalog.Models.RegisterAsync(Version("v" + i, run: "run-" + i));
        }

        await Catalog.Models.MoveAliasesAsync([Move("champion", null, 20)]);
        Task deleting = Task.Run(async () =>
        {
            for (int i = 1; i <= 20; i++)
            {
                await Try(() => Catalog.Models.DeleteAsync("price-up", i));
            }
        });
        for (int i = 19; i >= 1; i--)
        {
            int to = i;
            await Try(async () =>
            {
                int? now = (await Catalog.Models.FindAsync("price-up", "champion"))?.Version;
                await Catalog.Models.MoveAliasesAsync([Move("champion", now, to)]);
            });
        }

        await deleting;
        Assert.NotNull(await Catalog.Models.FindAsync("price-up", "champion"));

        static async Task Try(Func<Task> change)
        {
            try
            {
                await change();
            }
            catch (Exception e) when (e is CatalogConflictException or CatalogNotFoundException)
            {
                // The other one was first.
            }
        }
    }

    private async Task EndedAsync(string id, string? parent = null)
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = id, ParentId = parent });
        await Catalog.Runs.FinishAsync(id, RunStatus.Finished);
    }

    private async Task<List<ArtifactDigest>> RootsAsync() => await Catalog.ReferencedArtifactsAsync().ToListAsync();
}
