using AiInfra.Core.Catalog;

namespace AiInfra.Contracts;

/// <summary>Experiments with their tags and marks.</summary>
public abstract class ExperimentContract<TStore> : CatalogContract<TStore>
    where TStore : ICatalogUnderTest, new()
{
    private IExperimentStore Experiments => Catalog.GetRequiredStore<IExperimentStore>();

    [Fact]
    public async Task Create_NewAndKnownNames_AreFoundOrConflict()
    {
        Experiment made = await Experiments.CreateAsync("one", new Dictionary<string, string> { ["team"] = "a" });
        Assert.Equal(made.ToString(), (await Experiments.FindAsync(made.Id))!.ToString());
        Assert.Equal("a", (await Experiments.FindAsync("one"))!.Tags["team"]);
        await Assert.ThrowsAsync<CatalogConflictException>(() => Experiments.CreateAsync("one"));
        Assert.Null(await Experiments.FindAsync("two"));
        Assert.Equal("Default", (await Experiments.FindAsync(0))!.Name);
    }

    [Fact]
    public async Task StartRun_OfANewName_MakesTheExperiment()
    {
        await Catalog.Runs.StartAsync(new RunStart("by-run", "k"));
        await Catalog.Runs.StartAsync(new RunStart("by-run", "k"));
        Assert.Equal(["by-run", "Default"], (await Experiments.ListAsync()).Select(e => e.Name));
    }

    [Fact]
    public async Task Rename_WithRuns_TakesThemAlong()
    {
        Run run = await Catalog.Runs.StartAsync(new RunStart("old", "k"));
        Experiment old = (await Experiments.FindAsync("old"))!;
        await Assert.ThrowsAsync<CatalogConflictException>(() => Experiments.RenameAsync(old.Id, "Default"));
        await Experiments.RenameAsync(old.Id, "new");
        Assert.Equal("new", (await Catalog.Runs.FindAsync(run.Id))!.Experiment);
        Assert.Null(await Experiments.FindAsync("old"));
    }

    [Fact]
    public async Task SetDeleted_ThereAndBack_MarksItsRunsToo()
    {
        Run run = await Catalog.Runs.StartAsync(new RunStart("e", "k"));
        long id = (await Experiments.FindAsync("e"))!.Id;
        await Experiments.SetDeletedAsync(id, true);
        Assert.NotNull((await Experiments.FindAsync(id))!.DeletedAt);
        Assert.NotNull((await Catalog.Runs.FindAsync(run.Id))!.DeletedAt);
        await Experiments.SetDeletedAsync(id, false);
        Assert.Null((await Experiments.FindAsync(id))!.DeletedAt);
        Assert.Null((await Catalog.Runs.FindAsync(run.Id))!.DeletedAt);
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Experiments.SetDeletedAsync(999, true));
    }

    [Fact]
    public async Task SetTags_NewOldAndNull_SetsReplacesAndRemoves()
    {
        long id = (await Experiments.CreateAsync("e", new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" })).Id;
        await Experiments.SetTagsAsync(id, new Dictionary<string, string?> { ["a"] = "9", ["b"] = null, ["c"] = "3" });
        Assert.Equal([("a", "9"), ("c", "3")], (await Experiments.ListAsync())[0].Tags.OrderBy(t => t.Key).Select(t => (t.Key, t.Value)));
    }
}
