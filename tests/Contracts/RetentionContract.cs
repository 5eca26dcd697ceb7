using AiInfra.Core.Catalog;
using AiInfra.Core.Retention;
using AiInfra.Core.Signals;
using AiInfra.Core.Storage;
using static AiInfra.Contracts.CatalogSamples;

namespace AiInfra.Contracts;

/// <summary>What goes by age, number and bytes, and what a sweep over all of it takes.</summary>
public abstract class RetentionContract<TStore> : CatalogContract<TStore>
    where TStore : ICatalogUnderTest, new()
{
    [Fact]
    public async Task PrunePredictions_ByAge_TakesTheOldestWithTheirFeedbackAndNoMoreThanAskedFor()
    {
        await PredictAsync(10);
        var pruning = new Pruning { Before = T0.AddMinutes(5), Take = 2 };
        Pruned dry = await Catalog.Predictions.PruneAsync(pruning with { DryRun = true });
        Assert.Equal((5L, true), (dry.Rows, dry.Bytes > 500));
        foreach (long taken in new long[] { 2, 2, 1, 0 })
        {
            Assert.Equal(taken, (await Catalog.Predictions.PruneAsync(pruning)).Rows);
        }

        Assert.Equal(["p5", "p6", "p7", "p8", "p9"], await IdsAsync(new() { Labelled = true }));

        // The feedback went too: the same id without a label.
        await Catalog.Predictions.AddAsync([Predict("p1")], []);
        Assert.Null((await Catalog.Predictions.FindAsync("p1"))!.Feedback);
    }

    [Fact]
    public async Task PrunePredictions_ByRowsAndByBytes_KeepsTheNewest()
    {
        await PredictAsync(10);
        Assert.Equal(4, (await Catalog.Predictions.PruneAsync(new() { Rows = 6 })).Rows);
        Assert.Equal(["p4", "p5", "p6", "p7", "p8", "p9"], await IdsAsync(new()));
        double each = (await Catalog.Predictions.PruneAsync(new() { Rows = 0, DryRun = true })).Bytes / 6.0;
        Assert.InRange(each, 100, 1000);
        Assert.Equal(3, (await Catalog.Predictions.PruneAsync(new() { Bytes = (long)(each * 3.5) })).Rows);
        Assert.Equal(["p7", "p8", "p9"], await IdsAsync(new()));
        Assert.Equal(0, (await Catalog.Predictions.PruneAsync(new())).Rows);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Catalog.Predictions.PruneAsync(new() { Rows = -1 }));
    }

    [Fact]
    public async Task PruneEvents_ByAgeAndRows_KeepsTheNewest()
    {
        await Catalog.Events.AddAsync([.. Enumerable.Range(0, 10).Select(i => new CatalogEvent("k", "s", T0.AddMinutes(i), $"e{i}"))]);
        Assert.Equal(3, (await Catalog.Events.PruneAsync(new() { Before = T0.AddMinutes(3), DryRun = true })).Rows);
        Assert.Equal(3, (await Catalog.Events.PruneAsync(new() { Before = T0.AddMinutes(3) })).Rows);
        Assert.Equal(2, (await Catalog.Events.PruneAsync(new() { Rows = 4, Take = 2 })).Rows);
        Assert.Equal(1, (await Catalog.Events.PruneAsync(new() { Rows = 4, Take = 2 })).Rows);
        Assert.Equal(["e9", "e8", "e7", "e6"], (await Catalog.Events.ListAsync(new())).Select(e => e.Message));
    }

    [Fact]
    public async Task PruneMetrics_OfRunsThatEnded_KeepsTheLastPointOfEach()
    {
        foreach (string run in new[] { "ended", "running" })
        {
            await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = run });
            await Catalog.Runs.AddMetricsAsync(run, [.. Enumerable.Range(1, 5).Select(i => new MetricPoint("m", i, i, T0))]);
        }

        await Catalog.Runs.FinishAsync("ended", RunStatus.Finished);
        DateTimeOffset later = DateTimeOffset.UtcNow.AddDays(1);
        Assert.Equal(4, (await Catalog.Runs.PruneMetricsAsync(new() { Before = later, DryRun = true })).Rows);
        Assert.Equal(0, (await Catalog.Runs.PruneMetricsAsync(new() { Before = T0 })).Rows);
        Assert.Equal(3, (await Catalog.Runs.PruneMetricsAsync(new() { Before = later, Take = 3 })).Rows);
        Assert.Equal(1, (await Catalog.Runs.PruneMetricsAsync(new() { Before = later })).Rows);
        Assert.Equal([5.0], (await Catalog.Runs.MetricHistoryAsync("ended", "m")).Select(p => p.Value));
        Assert.Equal(5, (await Catalog.Runs.FindAsync("ended"))!.Metrics["m"]);
        Assert.Equal(5, (await Catalog.Runs.MetricHistoryAsync("running", "m")).Count);
        await Assert.ThrowsAsync<ArgumentException>(() => Catalog.Runs.PruneMetricsAsync(new() { Rows = 1 }));
    }

    [Fact]
    public async Task MetricHistory_ByPages_GivesEveryPointOnceAndWholeSteps()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        MetricPoint[] points = [.. Enumerable.Range(0, 100).Select(i => new MetricPoint("m", i, i / 3, T0.AddSeconds(i)))];
        await Catalog.Runs.AddMetricsAsync("r", points);
        var read = new List<MetricPoint>();
        for (IReadOnlyList<MetricPoint> page = await PageAsync(null); page.Count > 0; page = await PageAsync(read[^1].Step))
        {
            Assert.InRange(page.Count, 1, 12);
            read.AddRange(page);
        }

        Assert.Equal(points, read);
        Assert.Empty(await Catalog.Runs.MetricHistoryAsync("r", "absent"));

        Task<IReadOnlyList<MetricPoint>> PageAsync(long? after) => Catalog.Runs.MetricHistoryAsync("r", "m", 10, after);
    }

    [Theory]
    [InlineData(1, 5, 1)]
    [InlineData(5, 5, 5)]
    [InlineData(6, 5, 5)]
    [InlineData(1000, 2, 2)]
    [InlineData(1000, 240, 240)]
    public async Task MetricCourse_ManyPoints_IsEvenWithFirstAndLast(int there, int asked, int given)
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Catalog.Runs.AddMetricsAsync("r", [.. Enumerable.Range(0, there).Select(i => new MetricPoint("m", i, i, T0))]);
        IReadOnlyList<MetricPoint> course = await Catalog.Runs.MetricCourseAsync("r", "m", asked);
        Assert.Equal((given, 0L, there - 1L), (course.Count, course[0].Step, course[^1].Step));
        Assert.All(course.Zip(course.Skip(1)), pair => Assert.InRange(pair.Second.Step - pair.First.Step, 1, (there / (given - 1.0)) + 1));
    }

    [Fact]
    public async Task Sweep_DryRunThenForReal_TakesWhatTheLimitsSayAndNothingThatIsNeeded()
    {
        await FillAsync();
        var options = new RetentionOptions
        {
            Predictions = new() { Rows = 4 },
            Events = new() { Rows = 1 },
            Versions = new() { Rows = 1 },
            Commits = new() { Rows = 1 },
            Runs = new() { Rows = 1 },
            DryRun = true,
        };
        var sweep = new RetentionSweep(Catalog);
        RetentionReport dry = await sweep.RunAsync(options);
        Assert.Equal(["6 predictions", "2 events", "2 versions", "2 commits", "2 runs"], dry.Entries.Select(e => $"{e.Removed} {e.What}"));
        Assert.Equal(["price-up/3", "price-up/2"], dry.Entries[2].Names);
        Assert.Equal(10, (await IdsAsync(new())).Length);
        Assert.Equal(4, (await Catalog.Models.VersionsAsync("price-up")).Count);

        options.DryRun = false;
        RetentionReport done = await sweep.RunAsync(options);
        Assert.Equal(dry.Entries.Take(3).Select(e => (e.What, e.Removed, e.Needed)), done.Entries.Take(3).Select(e => (e.What, e.Removed, e.Needed)));
        Assert.Equal([4, 1], (await Catalog.Models.VersionsAsync("price-up")).Select(v => v.Version));
        Assert.Equal(["c4", "c1"], (await Catalog.Datasets.LogAsync("sales")).Select(c => c.Id));
        Assert.Equal(["run-4", "run-1"], (await Catalog.Runs.ListAsync(new())).Select(r => r.Id));
        Assert.Equal(["p6", "p7", "p8", "p9"], await IdsAsync(new()));
        Assert.False((await sweep.RunAsync(options)).HasRemoved);
    }

    [Fact]
    public async Task Sweep_ByAge_WithManyRuns_TakesEveryOldOne()
    {
        for (int i = 0; i < 450; i++)
        {
            await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = $"r{i}", ParentId = i % 10 == 0 ? null : $"r{i - (i % 10)}" });
            await Catalog.Runs.FinishAsync($"r{i}", RunStatus.Finished);
        }

        var late = new Later(TimeSpan.FromDays(2));
        RetentionReport report = await new RetentionSweep(Catalog, time: late).RunAsync(new() { Predictions = null, Runs = new() { Age = TimeSpan.FromDays(1) } });
        Assert.Equal(450, report.Entries.Single().Removed);
        Assert.Empty(await Catalog.Runs.ListAsync(new()));
    }

    [Fact]
    public async Task Sweep_OptionOutOfRange_IsRefused()
    {
        var sweep = new RetentionSweep(Catalog);
        Assert.Contains("Runs.Bytes", (await Assert.ThrowsAsync<ArgumentException>(() => sweep.RunAsync(new() { Runs = new() { Bytes = 1 } }))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => sweep.RunAsync(new() { Metrics = new() { Rows = 1 } }));
        await Assert.ThrowsAsync<ArgumentException>(() => sweep.RunAsync(new() { Predictions = new() { Age = TimeSpan.FromDays(-1) } }));
    }

    private Task PredictAsync(int count) => Catalog.Predictions.AddAsync(
        [.. Enumerable.Range(0, count).Select(i => Predict($"p{i}", minute: i))],
        [.. Enumerable.Range(0, count).Select(i => new Feedback($"p{i}", 1.0, T0.AddDays(1)))]);

    /// <summary>Four versions, each by its run from its commit; the first is champion, the last the newest.</summary>
    private async Task FillAsync()
    {
        await PredictAsync(10);
        await Catalog.Events.AddAsync([.. Enumerable.Range(0, 3).Select(i => new CatalogEvent("k", "s", T0.AddMinutes(i), $"e{i}"))]);
        for (int i = 1; i <= 4; i++)
        {
            await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = $"run-{i}" });
            await Catalog.Runs.FinishAsync($"run-{i}", RunStatus.Finished);
            await Catalog.Datasets.CommitAsync(Commit($"c{i}", i == 1 ? null : $"c{i - 1}") with { RunId = null });
            await Catalog.Models.RegisterAsync(Version($"v{i}", run: $"run-{i}") with { DatasetCommitId = $"c{i}" });
        }

        await Catalog.Models.MoveAliasesAsync([Move("champion", null, 1)]);
    }

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
