using System.Text;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Data.Hosting;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Quality;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Data.Tests.Ingestion;

public sealed class IngestionPipelineTests
{
    public sealed record Reading(string Site, double Price, double? Demand, int Class);

    private const string Untidy = "Site , PRICE,demand,class\n a ,1.5,0.2,1\nb,2.5,,0\n a ,1.5,0.2,1\nc,-3,0.4,1\nd,x,0.5,1\ne,9,0.6,1.5\nf,4,7,0\nskip,4,0.1,0\ng,5,0.9\n";

    [Fact]
    public async Task Run_UntidyFile_EveryRowAccountedFor()
    {
        await using TestStore store = await TestStore.CreateAsync();
        IngestionResult result = await Build(store.Files.File("readings.csv", Untidy)).RunAsync(store.Datasets);
        IngestionReport report = result.Report;
        Assert.True(report.Reconciles);
        Assert.Equal((9L, 2L, 5L, 1L, 1L), (report.Read, report.Written, report.Quarantined, report.Filtered, report.Duplicates));
        Assert.Equal(
            new Dictionary<string, long> { ["missing"] = 1, ["wrong-kind"] = 2, ["in-range(Price)"] = 1, ["in-range(Demand)"] = 1 }.OrderBy(p => p.Key),
            report.Reasons.OrderBy(p => p.Key));
        Assert.Equal([new Reading("a", 1.5, 0.2, 1), new Reading("b", 2.5, null, 0)], await result.Dataset.ReadAsync<Reading>().ToListAsync());
    }

    [Fact]
    public async Task Run_UntidyFile_QuarantineSaysSourceLineColumnReason()
    {
        await using TestStore store = await TestStore.CreateAsync();
        IngestionResult result = await Build(store.Files.File("readings.csv", Untidy)).RunAsync(store.Datasets);
        string[] lines = Encoding.UTF8.GetString(await store.Artifacts.ReadBytesAsync(result.Report.Quarantine!.Value)).TrimEnd().Split('\n');
        Assert.Equal(5, lines.Length);
        string wrong = lines.Single(l => l.Contains("'x' was found", StringComparison.Ordinal));
        Assert.Contains("readings.csv\",\"line\":6,\"column\":\"PRICE\",\"reason\":\"wrong-kind\"", wrong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithQuarantineFolder_OnlyTheWholeCopyIsThere()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string folder = Path.Combine(store.Root, "quarantine");
        IngestionPipeline ingestion = new IngestionBuilder<Reading>("readings").Csv(store.Files.File("readings.csv", Untidy)).Configure(o => (o.QuarantineFolder, o.MaxBadShare) = (folder, 1)).Build();
        await ingestion.RunAsync(store.Datasets);
        IngestionResult result = await ingestion.RunAsync(store.Datasets);
        Assert.Equal(await store.Artifacts.ReadBytesAsync(result.Report.Quarantine!.Value), File.ReadAllBytes(Assert.Single(Directory.GetFiles(folder))));
    }

    [Fact]
    public async Task Run_Finished_RunMetricsAndLineageInTheCatalog()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("readings.csv", Untidy);
        IngestionResult result = await Build(path).RunAsync(store.Datasets);
        Run run = (await store.Catalog.Runs.FindAsync(result.Report.RunId))!;
        Assert.Equal((RunStatus.Finished, "ingestion", 2.0), (run.Status, run.Kind, run.Metrics["rows/written"]));
        IReadOnlyList<LineageEdge> upstream = await store.Catalog.Lineage.UpstreamAsync(LineageNode.Dataset(result.Dataset.Commit.Id));
        Assert.Contains(upstream, e => e.From == LineageNode.Source(path));
    }

    [Fact]
    public async Task Run_TooManyBadRows_StopsAndDatasetUnchanged()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("f.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 100).Select(i => i % 5 == 0 ? "bad\n" : $"{i},x\n")));
        Dataset before = await store.Datasets.WriteAsync("d", [new Row(new RowSchema([new("a", ValueKind.Number)]), [1.0])]);
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => new IngestionBuilder<Row>("d").Csv(path).Build().RunAsync(store.Datasets));
        Assert.Contains("20 of 100", e.Message, StringComparison.Ordinal);
        Assert.Contains("ragged 20", e.Message, StringComparison.Ordinal);
        Assert.Equal(20, e.Report!.Quarantined);
        Assert.Equal(before.Commit.Id, (await store.Datasets.OpenAsync("d")).Commit.Id);
        Assert.Equal(RunStatus.Failed, (await store.Catalog.Runs.FindAsync(e.Report.RunId))!.Status);
    }

    [Fact]
    public async Task Run_NoRowLeft_ClearErrorAndNoCommit()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("f.csv", "a,b\n1,x\n2,y\n");
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => new IngestionBuilder<Row>("d").Csv(path).Where(_ => false, "none").Build().RunAsync(store.Datasets));
        Assert.Contains("No row", e.Message, StringComparison.Ordinal);
        Assert.Null(await store.Datasets.FindAsync("d"));
    }

    [Fact]
    public async Task Run_TransformThrows_RowQuarantined()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("f.csv", "site,price,demand,class\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"s{i},{i},0.5,1\n")));
        IngestionPipeline pipeline = new IngestionBuilder<Reading>("d").Csv(path).Clean(r => r.Price == 7 ? throw new InvalidOperationException("seven") : r).ToDataset().Build();
        IngestionReport report = (await pipeline.RunAsync(store.Datasets)).Report;
        Assert.Equal((50L, 49L), (report.Read, report.Written));
        Assert.Equal((9L, RejectReason.TransformFailed), (report.Examples.Single().Line, report.Examples[0].Reason));
    }

    [Fact]
    public async Task Run_Select_DatasetHasTheNewColumns()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("f.csv", "site,price,demand,class\na,1,0.5,1\nb,2,0.5,0\n");
        IngestionPipeline pipeline = new IngestionBuilder<Reading>("d").Csv(path).Select(r => new { r.Site, Double = r.Price * 2 }).ToDataset("doubled").Build();
        Dataset dataset = (await pipeline.RunAsync(store.Datasets)).Dataset;
        Assert.Equal("doubled", dataset.Name);
        Assert.Equal(["Site=a, Double=2", "Site=b, Double=4"], (await dataset.ReadRowsAsync().ToListAsync()).Select(r => r.ToString()));
    }

    [Fact]
    public async Task Run_FailRunExpectation_NamesLineAndRule()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("f.csv", "a,b\n1,x\n2,y\n30,z\n");
        IngestionPipeline pipeline = new IngestionBuilder<Row>("d").Csv(path).Expect(e => e.InRange("a", 0, 10, FailedRow.FailRun)).ToDataset().Build();
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => pipeline.RunAsync(store.Datasets));
        Assert.Contains(":4: expectation 'in-range(a)'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0.7, false)]
    public async Task Run_Mostly_HoldsFromTheShareOn(double mostly, bool passes)
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("f.csv", "a,b\n1,x\n2,y\n30,z\n40,z\n5,y\n");
        IngestionPipeline pipeline = new IngestionBuilder<Row>("d").Csv(path).Expect(e => e.InRange("a", 0, 10, FailedRow.Keep, mostly)).ToDataset().Build();
        Exception? thrown = await Record.ExceptionAsync(() => pipeline.RunAsync(store.Datasets));
        Assert.Equal(passes, thrown is null);
        Assert.True(passes || thrown!.Message.Contains("holds for 60%", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_AllExpectations_CountFailures()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("f.csv", "id,kind,n\n1,a,5\n2,b,\n2,c,7\n4,zz,8\n5,a,99\n");
        IngestionPipeline pipeline = new IngestionBuilder<Row>("d").Csv(path)
            .Expect(e => e.NotNull("n", FailedRow.Keep).InRange("n", 0, 50, FailedRow.Keep).OneOf("kind", ["a", "b", "c"], FailedRow.Keep)
                .Matches("kind", "^[a-z]$", FailedRow.Keep).Unique("id", FailedRow.Keep).Must("small id", r => r["id"].AsNumber() < 5, FailedRow.Keep))
            .ToDataset().Build();
        IngestionReport report = (await pipeline.RunAsync(store.Datasets)).Report;
        Assert.Equal(
            [("not-null(n)", 1L), ("in-range(n)", 1L), ("one-of(kind)", 1L), ("matches(kind)", 1L), ("unique(id)", 1L), ("small id", 1L)],
            report.Expectations.Select(e => (e.Name, e.Failed)));
        Assert.All(report.Expectations, e => Assert.Equal(5, e.Checked));
    }

    [Fact]
    public async Task Run_DeduplicateByKey_FirstStays()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("f.csv", "id,v\na,1\nb,2\na,3\n,4\n,5\n");
        IngestionResult result = await new IngestionBuilder<Row>("d").Csv(path).Deduplicate(["id"]).ToDataset().Build().RunAsync(store.Datasets);
        Assert.Equal([1, 2, 4], (await result.Dataset.ReadRowsAsync().ToListAsync()).Select(r => r["v"].AsNumber()));
    }

    [Fact]
    public async Task Run_TooManyKeysToRemember_ClearError()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("f.csv", "id,v\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"k{i},1\n")));
        IngestionPipeline pipeline = new IngestionBuilder<Row>("d").Csv(path).Deduplicate(maxKeys: 50).ToDataset().Build();
        Assert.Contains("maxKeys", (await Assert.ThrowsAsync<IngestionException>(() => pipeline.RunAsync(store.Datasets))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Cancelled_NoCommitAndRunCancelled()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("f.csv", "a,b\n1,x\n2,y\n");
        using var stop = new CancellationTokenSource();
        IngestionPipeline pipeline = new IngestionBuilder<Row>("d").Csv(path).Where(_ => { stop.Cancel(); return true; }).ToDataset().Build();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipeline.RunAsync(store.Datasets, cancellationToken: stop.Token));
        Assert.Null(await store.Datasets.FindAsync("d"));
        Assert.Equal(RunStatus.Cancelled, (await store.Catalog.Runs.ListAsync(new RunQuery { Kind = "ingestion" })).Single().Status);
    }

    [Fact]
    public async Task Run_RecordsOfTheHost_BecomeTheDataset()
    {
        await using TestStore store = await TestStore.CreateAsync();
        IngestionPipeline pipeline = new IngestionBuilder<Reading>("d").From(Make(10_000), "generator").ToDataset().Build();
        IngestionResult result = await pipeline.RunAsync(store.Datasets);
        Assert.Equal(10_000, result.Dataset.Rows);
        Assert.Equal(new Reading("s9999", 9999, null, 9999), (await result.Dataset.ReadAsync<Reading>(9999).ToListAsync()).Single());
    }

    [Fact]
    public async Task AddIngestion_InAHost_RunsByName()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("readings.csv", Untidy);
        var services = new ServiceCollection();
        services.AddAiInfra(ai => ai.StoreIn(Path.Combine(store.Files.Path, "store")))
            .AddIngestion<Reading>("readings", from => from
                .Csv(path)
                .Configure(o => o.MaxBadShare = 0.6)
                .Clean(r => r with { Site = r.Site.Trim() })
                .Expect(e => e.NotNull(r => r.Price).InRange(r => r.Price, 0, 100))
                .Deduplicate()
                .ToDataset());
        await using ServiceProvider provider = services.BuildServiceProvider();
        IngestionResult result = await provider.GetRequiredService<IngestionRunner>().RunAsync("readings");
        Assert.True(result.Report.Reconciles);
        Assert.Throws<ArgumentException>(() => { _ = provider.GetRequiredService<IngestionRunner>().RunAsync("absent"); });
    }

    [Fact]
    public void Build_UnknownColumn_ErrorListsColumns()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new IngestionBuilder<Reading>("d").Csv("f.csv").Expect(x => x.NotNull("prize")));
        Assert.Contains("Price", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Take_FirstRowsOnly()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("f.csv", "a,b\n1,x\nbad\n2,y\nbad\n3,z\n");
        IngestionReport report = (await new IngestionBuilder<Row>("d").Csv(path).Configure(o => o.MaxBadShare = 0.5).Take(2).Build().RunAsync(store.Datasets)).Report;
        Assert.Equal((3L, 2L, 1L), (report.Read, report.Written, report.Quarantined));
    }

    private static async IAsyncEnumerable<Reading> Make(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await Task.CompletedTask;
            yield return new Reading($"s{i}", i, null, i);
        }
    }

    private static IngestionPipeline Build(string path) => new IngestionBuilder<Reading>("readings").Csv(path)
        .Configure(o => o.MaxBadShare = 0.6)
        .Where(r => r.Site != "skip", "skip")
        .Clean(r => r with { Site = r.Site.Trim() })
        .Expect(e => e.InRange(r => r.Price, 0, 100).InRange(r => r.Demand, 0, 1))
        .Deduplicate()
        .ToDataset()
        .Build();
}
