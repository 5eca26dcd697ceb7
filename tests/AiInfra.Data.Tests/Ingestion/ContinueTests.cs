using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Cells;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Quality;
using AiInfra.Data.Sources.Csv;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Data.Tests.Ingestion;

/// <summary>Files that grow, and folders in which files come: every row once, nothing missing.</summary>
public sealed class ContinueTests
{
    [Fact]
    public async Task Csv_GrowsBetweenRuns_EveryRowOnceWithItsLine()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("log.csv", "n,s\n1,a\n2,b\n");
        await CsvAsync(store, path);
        File.AppendAllText(path, "3,c\nx,d\n");
        (Dataset dataset, IngestionReport report) = await CsvAsync(store, path);
        Assert.Equal((2, 1, 1), (report.Read, report.Written, report.Quarantined));
        Assert.Equal(5, report.Examples[0].Line);
        await HasAsync(dataset, 1, 2, 3);
    }

    [Fact]
    public async Task Csv_RowPutAside_CountsOnce()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("log.csv", "n,s\n1,a\n2,b\n");
        await CsvAsync(store, path);
        File.AppendAllText(path, "x,c\n");
        IngestionReport bad = (await CsvAsync(store, path)).Report, next = (await CsvAsync(store, path)).Report;
        Assert.Equal((1, 1, true), (bad.Read, bad.Quarantined, bad.Reconciles));
        Assert.Equal((0, 0), (next.Read, next.Quarantined));
        Assert.Equal(2, (await store.Datasets.OpenAsync("d")).Rows);
    }

    [Theory]
    [InlineData("3,c", "c\n")]
    [InlineData("3,\"c", "\nd\"\n")]
    public async Task Csv_EndsInTheMiddleOfARecord_ItIsTakenWholeByTheNextRun(string begun, string rest)
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("log.csv", "n,s\n1,a\n2,b\n" + begun);
        IngestionReport first = (await CsvAsync(store, path)).Report;
        Assert.Equal((2, 2), (first.Read, first.Written));
        Assert.Contains(first.Notes, n => n.Text.Contains("no whole line yet", StringComparison.Ordinal));
        File.AppendAllText(path, rest);
        Dataset dataset = (await CsvAsync(store, path)).Dataset;
        Assert.Equal(["a", "b", (begun + rest)[2..].Trim().Trim('"')], (await dataset.ReadColumnsAsync(["s"])).Texts("s"));
    }

    [Fact]
    public async Task Csv_ManyAppendsAtAnyByte_SameRowsAsReadAtOnce()
    {
        var random = new Random(5);
        byte[] whole = Encoding.UTF8.GetBytes("n,s\n" + string.Concat(Enumerable.Range(1, 300).Select(i => i % 7 == 0 ? $"{i},\"über\n{i}\"\n" : i % 11 == 0 ? $"{i},a,b\n" : i % 13 == 0 ? "\n" : $"{i},größe {i}\n")));
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("log.csv", whole[..200]);
        long read = 0, quarantined = 0;
        for (int at = 200; ;)
        {
            IngestionReport report = (await CsvAsync(store, path)).Report;
            (read, quarantined) = (read + report.Read, quarantined + report.Quarantined);
            Assert.True(report.Reconciles);
            if (at == whole.Length)
            {
                break;
            }

            int next = Math.Min(whole.Length, at + random.Next(1, 700));
            await using (var file = new FileStream(path, FileMode.Append))
            {
                file.Write(whole.AsSpan(at, next - at));
            }

            at = next;
        }

        IngestionResult once = await new IngestionBuilder<Row>("once").Csv(path).Configure(o => o.MaxBadShare = 1).Build().RunAsync(store.Datasets);
        RowBatch grown = await (await store.Datasets.OpenAsync("d")).ReadColumnsAsync(), all = await once.Dataset.ReadColumnsAsync();
        Assert.Equal((once.Report.Read, once.Report.Quarantined), (read, quarantined));
        Assert.Equal(all.Numbers("n"), grown.Numbers("n"));
        Assert.Equal(all.Texts("s"), grown.Texts("s"));
    }

    [Theory]
    [InlineData("n,s\n9,a\n2,b\n3,c\n", "are others now")]
    [InlineData("n,s\n1,a\n", "read up to byte")]
    public async Task Csv_AnotherFileInItsPlace_IsRefused(string other, string why)
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("log.csv", "n,s\n1,a\n2,b\n");
        await CsvAsync(store, path);
        File.WriteAllText(path, other);
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => CsvAsync(store, path));
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.Contains("Continue(", e.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await store.Datasets.OpenAsync("d")).Rows);
    }

    [Fact]
    public async Task Csv_OtherOptionsThanBefore_AreRefused()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("log.csv", "n;s\n1;3/4/2024\n2;4/5/2024\n");
        await CsvAsync(store, path, o => o.DateOrder = DateOrder.DayFirst);
        File.AppendAllText(path, "3;5/6/2024\n");
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => CsvAsync(store, path, o => o.DateOrder = DateOrder.MonthFirst));
        Assert.Contains("read otherwise than before", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_Utf16_IsRefused()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("log.csv", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("n,s\n1,a\n")]);
        Assert.Contains("UTF-8", (await Assert.ThrowsAsync<IngestionException>(() => CsvAsync(store, path))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_ByteOrderMarkAndRecords_GoOn()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("log.csv", [.. Encoding.UTF8.Preamble, .. "n,s\n1,a\n"u8]);
        Task<IngestionResult> Run() => new IngestionBuilder<Entry>("d").Csv(path).Continue().Build().RunAsync(store.Datasets);
        await Run();
        File.AppendAllText(path, "2,b\n");
        Assert.Equal([new Entry(1, "a"), new Entry(2, "b")], await (await Run()).Dataset.ReadAsync<Entry>().ToListAsync());
    }

    [Fact]
    public async Task JsonLines_GrowsBetweenRuns_EveryObjectOnce()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("log.jsonl", "{\"n\":1}\n{\"n\":2}\n{\"n\":");
        Task<IngestionResult> Run() => new IngestionBuilder<Row>("d").JsonLines(path).Continue().Build().RunAsync(store.Datasets);
        await Run();
        File.AppendAllText(path, "3}\nnone\n");
        (Dataset dataset, IngestionReport report) = await Run();
        Assert.Equal((2, 1, 1, 4), (report.Read, report.Written, report.Quarantined, report.Examples[0].Line));
        await HasAsync(dataset, 1, 2, 3);
        Assert.Equal(0, (await Run()).Report.Read);
    }

    [Fact]
    public async Task JsonLines_OneArray_IsRefused()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("log.json", "[{\"n\":1},\n{\"n\":2}]");
        Assert.Contains("one object a line", (await Assert.ThrowsAsync<IngestionException>(() => new IngestionBuilder<Row>("d").JsonLines(path).Continue().Build().RunAsync(store.Datasets))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Folder_FilesCome_EachIsTakenOnce(bool inOrder)
    {
        await using TestStore store = await TestStore.CreateAsync();
        store.Files.File("2024-01.csv", "n,s\n1,a\n2,b\n");
        store.Files.File("2024-02.csv", "n,s\n3,c\n");
        Assert.Equal(3, (await FolderAsync(store, inOrder)).Dataset.Rows);
        Assert.Equal(0, (await FolderAsync(store, inOrder)).Report.Read);
        store.Files.File("2024-03.csv", "s,n\nd,4\n");
        await HasAsync((await FolderAsync(store, inOrder)).Dataset, 1, 2, 3, 4);
    }

    [Fact]
    public async Task Folder_FileComesLateForItsName_IsTakenOrInOrderTold()
    {
        await using TestStore store = await TestStore.CreateAsync();
        store.Files.File("2024-02.csv", "n,s\n2,b\n");
        await FolderAsync(store, inOrder: false);
        await FolderAsync(store, inOrder: true, "ordered");
        store.Files.File("2024-01.csv", "n,s\n1,a\n");
        Assert.Equal(2, (await FolderAsync(store, inOrder: false)).Dataset.Rows);
        IngestionResult ordered = await FolderAsync(store, inOrder: true, "ordered");
        Assert.Equal(1, ordered.Dataset.Rows);
        Assert.Contains(ordered.Report.Notes, n => n is { IsGuess: true, Count: 1 } && n.Text.Contains("InOrder", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Folder_FileThatWasTakenGrows_IsRefused()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("a.csv", "n,s\n1,a\n");
        await FolderAsync(store, inOrder: false);
        File.AppendAllText(path, "2,b\n");
        Assert.Contains("was taken with", (await Assert.ThrowsAsync<IngestionException>(() => FolderAsync(store, inOrder: false))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TwoAtOnce_OneAppendsAndTheOtherIsRefused()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("log.csv", "n,s\n1,a\n2,b\n");
        await CsvAsync(store, path);
        File.AppendAllText(path, "3,c\n");
        // The second run goes through while the first is in its step.
        bool inside = false;
        IngestionPipeline slow = new IngestionBuilder<Row>("d").Csv(path).Where(_ =>
        {
            if (!inside)
            {
                inside = true;
                CsvAsync(store, path).GetAwaiter().GetResult();
            }

            return true;
        }).Continue().Build();
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => slow.RunAsync(store.Datasets));
        Assert.Contains("run it again", e.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await store.Datasets.OpenAsync("d")).Rows);
        Assert.Equal(0, (await slow.RunAsync(store.Datasets)).Report.Read);
    }

    [Fact]
    public async Task Run_OthersAppendInBetween_PositionStays()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("log.csv", "n,s\n1,a\n"), other = store.Files.File("other.csv", "n,s\n9,z\n");
        await CsvAsync(store, path);
        await new IngestionBuilder<Row>("other").Csv(other).Append().ToDataset("d").Build().RunAsync(store.Datasets);
        File.AppendAllText(path, "2,b\n");
        await HasAsync((await CsvAsync(store, path)).Dataset, 1, 9, 2);
    }

    [Fact]
    public async Task Run_StepThrows_NextRunTakesAllOfItOnce()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("log.csv", "n,s\n1,a\n");
        await CsvAsync(store, path);
        File.AppendAllText(path, "2,b\n3,c\n");
        await Assert.ThrowsAsync<IngestionException>(() => new IngestionBuilder<Row>("d").Csv(path).Continue().Expect(e => e.InRange("n", 0, 2, FailedRow.FailRun)).Build().RunAsync(store.Datasets));
        await HasAsync((await CsvAsync(store, path)).Dataset, 1, 2, 3);
    }

    [Fact]
    public async Task Deduplicate_Continuing_SaysThatItKnowsThisRunOnly()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = store.Files.File("log.csv", "n,s\n1,a\n");
        IngestionReport report = (await new IngestionBuilder<Row>("d").Csv(path).Deduplicate().Continue().Build().RunAsync(store.Datasets)).Report;
        Assert.Contains(report.Notes, n => n.Text.Contains("this run alone", StringComparison.Ordinal));
    }

    private static async Task HasAsync(Dataset dataset, params double[] numbers) => Assert.Equal(numbers, (await dataset.ReadColumnsAsync()).Numbers(dataset.Schema.Columns[0].Name));

    private static Task<IngestionResult> CsvAsync(TestStore store, string path, Action<CsvOptions>? configure = null) =>
        new IngestionBuilder<Row>("d").Csv(path, configure).Continue().Configure(o => o.MaxBadShare = 1).Build().RunAsync(store.Datasets);

    private static Task<IngestionResult> FolderAsync(TestStore store, bool inOrder, string name = "d") =>
        new IngestionBuilder<Entry>(name).Folder(store.Files.Path, "*.csv", file => new CsvSource(file), o => o.InOrder = inOrder).Continue().Build().RunAsync(store.Datasets);

    private sealed record Entry(double N, string S);
}
