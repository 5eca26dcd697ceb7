using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Data.Hosting;
using AiInfra.Data.Ingestion;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiInfra.Data.Tests.Ingestion;

/// <summary>A file that comes every morning: new rows or all rows, good or bad.</summary>
public sealed class DailyFileTests
{
    private const string Monday = "a,b\n1,x\n2,y\n3,z\n";
    private const string Tuesday = "a,b\n4,w\n";

    [Fact]
    public async Task Run_OtherRowsAndNothingSaid_RefusesNamingBothAndKeepsTheDataset()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await Plain(store, Monday).RunAsync(store.Datasets);
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => Plain(store, Tuesday).RunAsync(store.Datasets));
        Assert.Contains("Replace()", e.Message, StringComparison.Ordinal);
        Assert.Contains("Append()", e.Message, StringComparison.Ordinal);
        Assert.Contains("holds 3 rows", e.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await store.Catalog.Datasets.HeadAsync("d"))!.Rows);
        Assert.Equal(RunStatus.Failed, (await store.Catalog.Runs.ListAsync(new()))[0].Status);
    }

    [Fact]
    public async Task Run_SameRowsAgainAndNothingSaid_IsTheSameCommit()
    {
        await using TestStore store = await TestStore.CreateAsync();
        IngestionResult first = await Plain(store, Monday).RunAsync(store.Datasets), again = await Plain(store, Monday).RunAsync(store.Datasets);
        Assert.Equal(first.Dataset.Commit.Id, again.Dataset.Commit.Id);
    }

    [Fact]
    public async Task Run_Replace_HasTheNewRowsOnly()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await Say(store, Monday, b => b.Replace()).RunAsync(store.Datasets);
        Assert.Equal(1, (await Say(store, Tuesday, b => b.Replace()).RunAsync(store.Datasets)).Dataset.Commit.Rows);
    }

    [Fact]
    public async Task Run_ModeOfToDataset_IsSaidToo()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await Plain(store, Monday).RunAsync(store.Datasets);
        Assert.Equal(4, (await Say(store, Tuesday, b => b.ToDataset(configure: o => o.Mode = DatasetWriteMode.Append)).RunAsync(store.Datasets)).Dataset.Commit.Rows);
    }

    [Fact]
    public async Task Run_Append_AddsAndDoesNotAddTheSameFileTwice()
    {
        await using TestStore store = await TestStore.CreateAsync();
        await Say(store, Monday, b => b.Append()).RunAsync(store.Datasets);
        Assert.Equal(4, (await Say(store, Tuesday, b => b.Append()).RunAsync(store.Datasets)).Dataset.Commit.Rows);

        // The host starts again with the file of the day, and with the one of the day before.
        foreach (string again in new[] { Tuesday, Monday })
        {
            IngestionResult result = await Say(store, again, b => b.Append()).RunAsync(store.Datasets);
            Assert.Equal(4, result.Dataset.Commit.Rows);
            Assert.Equal((0, result.Report.Read), (result.Report.Written, result.Report.Duplicates));
            Assert.True(result.Report.Reconciles);
            Assert.Contains(result.Report.Notes, n => n.Kind == IngestionNoteKind.Dataset && n.Text.Contains("not appended again", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Build_BothSaid_Throws()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Assert.Throws<InvalidOperationException>(() => Say(store, Monday, b => b.Append().Replace()));
        Assert.Throws<InvalidOperationException>(() => Say(store, Monday, b => b.Append().ToDataset(configure: o => o.Mode = DatasetWriteMode.Replace)));
    }

    [Fact]
    public async Task AtStart_BadFile_TheHostStartsAndTheRunIsFailed()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string folder = store.Files.Path;
        string good = store.Files.File("good.csv", Monday);
        using IHost host = new HostBuilder().ConfigureServices(s => s.AddAiInfra(ai => ai.StoreIn(Path.Combine(folder, "store")))
            .AddIngestion("bad", f => f.Csv(good).Expect(e => e.InRange("a", 10, 20)).AtStart())
            .AddIngestion("gone", f => f.Csv(Path.Combine(folder, "gone.csv")).AtStart())
            .AddIngestion("good", f => f.Csv(good).AtStart())
            .AddIngestion("other", f => f.Csv(good))).Build();
        await host.StartAsync();
        ICatalog catalog = host.Services.GetRequiredService<ICatalog>();
        await (host.Services.GetServices<IHostedService>().OfType<BackgroundService>().Single().ExecuteTask ?? Task.CompletedTask).WaitAsync(TimeSpan.FromMinutes(5));
        IReadOnlyList<Run> runs = await catalog.Runs.ListAsync(new());
        Assert.Equal([("good", RunStatus.Finished), ("gone", RunStatus.Failed), ("bad", RunStatus.Failed)], runs.Select(r => (r.Experiment, r.Status)));
        Assert.NotNull(runs[1].Error);
        Assert.Equal(["good"], await catalog.Datasets.ListAsync());
        await host.StopAsync();
    }

    [Fact]
    public async Task TryRun_BadFile_IsNullAndUnknownNameThrows()
    {
        await using TestStore store = await TestStore.CreateAsync();
        var runner = new IngestionRunner([new IngestionBuilder<Row>("gone").Csv(Path.Combine(store.Files.Path, "gone.csv")).Build(), Plain(store, Monday)], store.Datasets);
        Assert.Null(await runner.TryRunAsync("gone"));
        Assert.Equal(3, (await runner.TryRunAsync("d"))!.Report.Written);
        await Assert.ThrowsAsync<ArgumentException>(() => runner.TryRunAsync("typo"));
    }

    private static IngestionPipeline Plain(TestStore store, string csv) => Say(store, csv, b => b);

    private static IngestionPipeline Say(TestStore store, string csv, Func<IngestionBuilder<Row>, IngestionBuilder<Row>> say) =>
        say(new IngestionBuilder<Row>("d").Csv(store.Files.File("day.csv", csv))).Build();
}
