using AiInfra.Core.Catalog;
using static AiInfra.Contracts.CatalogSamples;

namespace AiInfra.Contracts;

/// <summary>Commits and branches of datasets.</summary>
public abstract class DatasetStoreContract<TStore> : CatalogContract<TStore>
    where TStore : ICatalogUnderTest, new()
{
    [Fact]
    public async Task Commit_First_IsTheHeadWithAllItsParts()
    {
        DatasetCommit commit = Commit("c1", null);
        await Catalog.Datasets.CommitAsync(commit);
        DatasetCommit head = (await Catalog.Datasets.HeadAsync("sales"))!;
        Assert.Equal(commit with { Files = [], Metadata = head.Metadata }, head with { Files = [] });
        Assert.Equal(commit.Files, head.Files);
        Assert.Equal(commit.Metadata, head.Metadata);
        Assert.Equal(7, head.Rows);
    }

    [Fact]
    public async Task Commit_OnAnotherHead_ConflictsAndLeavesNothing()
    {
        await Catalog.Datasets.CommitAsync(Commit("c1", null));
        await Catalog.Datasets.CommitAsync(Commit("c2", "c1"));
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Datasets.CommitAsync(Commit("c3", "c1")));
        Assert.Null(await Catalog.Datasets.FindAsync("c3"));
        Assert.Equal("c2", (await Catalog.Datasets.HeadAsync("sales"))!.Id);
    }

    [Fact]
    public async Task Commit_TheHeadAgain_IsFine()
    {
        await Catalog.Datasets.CommitAsync(Commit("c1", null));
        await Catalog.Datasets.CommitAsync(Commit("c1", null));
        Assert.Single(await Catalog.Datasets.LogAsync("sales"));
    }

    [Fact]
    public async Task Commit_EqualContentOnTwoBranches_IsOneCommit()
    {
        await Catalog.Datasets.CommitAsync(Commit("c1", null));
        await Catalog.Datasets.SetBranchAsync("sales", "try", "c1", null);
        await Catalog.Datasets.CommitAsync(Commit("c2", "c1"));
        await Catalog.Datasets.CommitAsync(Commit("c2", "c1"), "try");
        Assert.Equal([KeyValuePair.Create("main", "c2"), KeyValuePair.Create("try", "c2")], (await Catalog.Datasets.BranchesAsync("sales")).OrderBy(b => b.Key));
    }

    [Fact]
    public async Task Log_OfABranch_GoesBackwards()
    {
        await Catalog.Datasets.CommitAsync(Commit("c1", null));
        await Catalog.Datasets.CommitAsync(Commit("c2", "c1"));
        await Catalog.Datasets.CommitAsync(Commit("c3", "c2"));
        Assert.Equal(["c3", "c2"], (await Catalog.Datasets.LogAsync("sales", take: 2)).Select(c => c.Id));
    }

    [Fact]
    public async Task Log_BeforeACommit_GoesOnWithItsParent()
    {
        await GrowAsync(5);
        Assert.Equal(["c3", "c2"], (await Catalog.Datasets.LogAsync("sales", take: 2, before: "c4")).Select(c => c.Id));
        Assert.Equal(["c1"], (await Catalog.Datasets.LogAsync("sales", take: 2, before: "c2")).Select(c => c.Id));
        Assert.Empty(await Catalog.Datasets.LogAsync("sales", before: "c1"));
    }

    [Fact]
    public async Task Log_BeforeADeletedCommit_GoesOnBehindIt()
    {
        await GrowAsync(5);
        await Catalog.Datasets.DeleteAsync("c3");
        await Catalog.Datasets.DeleteAsync("c2");
        Assert.Equal(["c1"], (await Catalog.Datasets.LogAsync("sales", before: "c3")).Select(c => c.Id));
        await Catalog.Datasets.DeleteAsync("c1");
        Assert.Empty(await Catalog.Datasets.LogAsync("sales", before: "c3"));
        Assert.Empty(await Catalog.Datasets.LogAsync("sales", before: "c4"));
    }

    [Fact]
    public async Task Log_WhileSomebodyCommits_GivesEachCommitOnce()
    {
        await GrowAsync(4);
        IReadOnlyList<DatasetCommit> page = await Catalog.Datasets.LogAsync("sales", take: 2);
        await Catalog.Datasets.CommitAsync(Commit("c5", "c4"));
        Assert.Equal(["c2", "c1"], (await Catalog.Datasets.LogAsync("sales", take: 2, before: page[^1].Id)).Select(c => c.Id));
    }

    [Fact]
    public async Task Log_BeforeACommitThatTheDatasetHasNot_IsRefused()
    {
        await GrowAsync(2);
        await Catalog.Datasets.CommitAsync(Commit("o1", null, "other"));
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Catalog.Datasets.LogAsync("sales", before: "nowhere"));
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Catalog.Datasets.LogAsync("sales", before: "o1"));
    }

    [Fact]
    public async Task SetBranch_WrongExpectationOrCommit_IsRefused()
    {
        await Catalog.Datasets.CommitAsync(Commit("c1", null));
        await Catalog.Datasets.CommitAsync(Commit("o1", null, "other"));
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Datasets.SetBranchAsync("sales", "main", "c1", "c0"));
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Catalog.Datasets.SetBranchAsync("sales", "main", "nowhere", "c1"));
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Catalog.Datasets.SetBranchAsync("sales", "main", "o1", "c1"));
    }

    [Fact]
    public async Task ListDatasets_NamesAll()
    {
        await Catalog.Datasets.CommitAsync(Commit("c1", null));
        await Catalog.Datasets.CommitAsync(Commit("o1", null, "other"));
        Assert.Equal(["other", "sales"], await Catalog.Datasets.ListAsync());
    }

    private async Task GrowAsync(int commits)
    {
        for (int i = 1; i <= commits; i++)
        {
            await Catalog.Datasets.CommitAsync(Commit($"c{i}", i == 1 ? null : $"c{i - 1}"));
        }
    }
}
