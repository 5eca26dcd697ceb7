using AiInfra.Core.Catalog;
using static AiInfra.Contracts.CatalogSamples;

namespace AiInfra.Contracts;

/// <summary>Runs, their parameters, tags and metrics.</summary>
public abstract class RunStoreContract<TStore> : CatalogContract<TStore>
    where TStore : ICatalogUnderTest, new()
{
    [Fact]
    public async Task Start_WithEverything_IsFoundAgain()
    {
        Run started = await Catalog.Runs.StartAsync(new RunStart("price-up", "training")
        {
            Id = "r1",
            Name = "first",
            ParentId = "loop-1",
            Parameters = new Dictionary<string, string> { ["epochs"] = "5" },
            Tags = new Dictionary<string, string> { ["host"] = "a" },
        });
        Run? found = await Catalog.Runs.FindAsync("r1");
        Assert.NotNull(found);
        Assert.Equal(("r1", "price-up", "training", "first", "loop-1", RunStatus.Running), (found.Id, found.Experiment, found.Kind, found.Name, found.ParentId, found.Status));
        Assert.Equal("5", found.Parameters["epochs"]);
        Assert.Equal("a", found.Tags["host"]);
        Assert.Equal(started.StartedAt, found.StartedAt);
        Assert.Null(found.EndedAt);
    }

    [Fact]
    public async Task Start_WithoutId_GivesDifferentIds() =>
        Assert.NotEqual((await Catalog.Runs.StartAsync(new RunStart("e", "k"))).Id, (await Catalog.Runs.StartAsync(new RunStart("e", "k"))).Id);

    [Fact]
    public async Task Start_SameIdAgain_Conflicts()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" }));
    }

    [Fact]
    public async Task Find_UnknownRun_IsNull() => Assert.Null(await Catalog.Runs.FindAsync("nowhere"));

    [Fact]
    public async Task AddParameters_SameValue_IsFine_OtherValue_ChangesNothing()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Catalog.Runs.AddParametersAsync("r", new Dictionary<string, string> { ["a"] = "1" });
        await Catalog.Runs.AddParametersAsync("r", new Dictionary<string, string> { ["a"] = "1" });
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Runs.AddParametersAsync("r", new Dictionary<string, string> { ["b"] = "2", ["a"] = "other" }));
        Assert.Equal([KeyValuePair.Create("a", "1")], (await Catalog.Runs.FindAsync("r"))!.Parameters);
    }

    [Fact]
    public async Task AddParameters_UnknownRun_IsNotFound() =>
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Catalog.Runs.AddParametersAsync("nowhere", new Dictionary<string, string> { ["a"] = "1" }));

    [Fact]
    public async Task SetTags_NewOldAndNull_SetsReplacesAndRemoves()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r", Tags = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } });
        await Catalog.Runs.SetTagsAsync("r", new Dictionary<string, string?> { ["a"] = "9", ["b"] = null, ["c"] = "3" });
        Assert.Equal([KeyValuePair.Create("a", "9"), KeyValuePair.Create("c", "3")], (await Catalog.Runs.FindAsync("r"))!.Tags.OrderBy(t => t.Key));
    }

    [Fact]
    public async Task Metrics_OddValuesAndOrder_ComeBackByStep()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        MetricPoint[] points = [new("m", 3, 2, T0), new("m", double.NaN, 1, T0), new("m", double.NegativeInfinity, 1, T0.AddTicks(1)), new("m", 0.1 + 0.2, 3, T0), new("m", -0.0, 4, T0)];
        await Catalog.Runs.AddMetricsAsync("r", points);
        Assert.Equal([points[1], points[2], points[0], points[3], points[4]], await Catalog.Runs.MetricHistoryAsync("r", "m"));
    }

    [Fact]
    public async Task Metrics_ExactDuplicate_IsStoredOnce_OtherValueIsKept()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        MetricPoint[] points = [new("m", 1, 1, T0), new("m", double.NaN, 1, T0)];
        await Catalog.Runs.AddMetricsAsync("r", points);
        await Catalog.Runs.AddMetricsAsync("r", [.. points, new("m", 2, 1, T0)]);
        Assert.Equal(3, (await Catalog.Runs.MetricHistoryAsync("r", "m")).Count);
    }

    [Fact]
    public async Task Metrics_Latest_IsOfHighestStepThenTime()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Catalog.Runs.AddMetricsAsync("r", [new("m", 5, 9, T0), new("m", 6, 9, T0.AddSeconds(1)), new("m", 7, 3, T0.AddHours(1))]);
        await Catalog.Runs.AddMetricsAsync("r", [new("m", 8, 4, T0.AddHours(2)), new("other", double.NaN, 0, T0)]);
        IReadOnlyDictionary<string, double> latest = (await Catalog.Runs.FindAsync("r"))!.Metrics;
        Assert.Equal((6, double.NaN), (latest["m"], latest["other"]));
    }

    [Fact]
    public async Task TruncateMetrics_AfterStep_ForgetsLaterPointsAndRenewsTheLatest()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Catalog.Runs.AddMetricsAsync("r", [new("m", 1, 1, T0), new("m", 2, 2, T0), new("m", 3, 3, T0), new("late", 1, 3, T0)]);
        await Catalog.Runs.TruncateMetricsAsync("r", 2);
        Assert.Equal(2, (await Catalog.Runs.MetricHistoryAsync("r", "m")).Count);
        Assert.Equal([KeyValuePair.Create("m", 2.0)], (await Catalog.Runs.FindAsync("r"))!.Metrics);
    }

    [Fact]
    public async Task Finish_TwiceAlike_IsFine_OtherStatus_Conflicts()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Catalog.Runs.FinishAsync("r", RunStatus.Failed, "out of memory");
        await Catalog.Runs.FinishAsync("r", RunStatus.Failed, "again");
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Runs.FinishAsync("r", RunStatus.Finished));
        Run run = (await Catalog.Runs.FindAsync("r"))!;
        Assert.Equal((RunStatus.Failed, "out of memory", true), (run.Status, run.Error, run.EndedAt is not null));
    }

    [Fact]
    public async Task Reopen_FailedRun_RunsAgain_FinishedRun_Conflicts()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Catalog.Runs.FinishAsync("r", RunStatus.Failed, "x");
        await Catalog.Runs.ReopenAsync("r");
        Run run = (await Catalog.Runs.FindAsync("r"))!;
        Assert.Equal((RunStatus.Running, null, null), (run.Status, run.Error, run.EndedAt));
        await Catalog.Runs.FinishAsync("r", RunStatus.Finished);
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Runs.ReopenAsync("r"));
    }

    [Fact]
    public async Task ListRuns_WithConditions_GivesTheNewestFirst()
    {
        foreach ((string id, string experiment, string kind, string? parent) in ((string, string, string, string?)[])[("1", "a", "k", null), ("2", "a", "k", "1"), ("3", "a", "j", "1"), ("4", "b", "k", "1")])
        {
            await Catalog.Runs.StartAsync(new RunStart(experiment, kind) { Id = id, ParentId = parent });
        }

        await Catalog.Runs.FinishAsync("2", RunStatus.Cancelled);
        Assert.Equal("4321", await Ids(new RunQuery()));
        Assert.Equal("43", await Ids(new RunQuery { Take = 2 }));
        Assert.Equal("21", await Ids(new RunQuery { Experiment = "a", Kind = "k" }));
        Assert.Equal("432", await Ids(new RunQuery { ParentId = "1" }));
        Assert.Equal("2", await Ids(new RunQuery { Status = RunStatus.Cancelled }));

        async Task<string> Ids(RunQuery query) => string.Concat((await Catalog.Runs.ListAsync(query)).Select(r => r.Id));
    }

    [Fact]
    public async Task MetricWriter_ManyPoints_AllArrive()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await using (var writer = new MetricWriter(Catalog.Runs, "r", capacity: 64))
        {
            for (int i = 0; i < 5000; i++)
            {
                await writer.WriteAsync("loss", i, i);
            }
        }

        Assert.Equal(5000, (await Catalog.Runs.MetricHistoryAsync("r", "loss")).Count);
    }
}
