using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Support;

namespace AiInfra.Data.Tests.Datasets;

public sealed class DatasetRoundTripTests
{
    private static readonly RowSchema s_schema = new([new("n", ValueKind.Number), new("t", ValueKind.Text), new("b", ValueKind.Boolean), new("at", ValueKind.Instant)]);

    private static IEnumerable<Row> Rows(int from, int count) => Enumerable.Range(from, count).Select(i => new Row(s_schema, i % 7 == 3
        ? [default, default, default, default]
        : [i * 0.5, $"text {i % 5}", i % 2 == 0, new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i)]));

    [Fact]
    public async Task ReadRows_AfterWrite_EqualRowsInOrder()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Dataset dataset = await store.Datasets.WriteAsync("d", Rows(0, 1000), new DatasetWriteOptions { RowGroupRows = 64, FileRows = 300 });
        List<Row> read = await dataset.ReadRowsAsync().ToListAsync();
        Assert.Equal(4, dataset.Commit.Files.Count);
        Assert.Equal(Rows(0, 1000).Select(r => r.ToString()), read.Select(r => r.ToString()));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(63, 2)]
    [InlineData(290, 400)]
    [InlineData(999, 5)]
    [InlineData(1000, 5)]
    public async Task ReadRows_Range_ExactlyThoseRows(int start, int count)
    {
        await using TestStore store = await TestStore.CreateAsync();
        Dataset dataset = await store.Datasets.WriteAsync("d", Rows(0, 1000), new DatasetWriteOptions { RowGroupRows = 64, FileRows = 300 });
        List<Row> read = await dataset.ReadRowsAsync(start, count).ToListAsync();
        Assert.Equal(Rows(0, 1000).Skip(start).Take(count).Select(r => r.ToString()), read.Select(r => r.ToString()));
    }

    [Fact]
    public async Task ReadColumns_SomeColumns_ArraysInThatOrder()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Dataset dataset = await store.Datasets.WriteAsync("d", Rows(0, 100), new DatasetWriteOptions { RowGroupRows = 30, FileRows = 60 });
        RowBatch batch = await dataset.ReadColumnsAsync(["t", "n"]);
        Assert.Equal("text 4", batch.Texts("t")[4]);
        Assert.Equal(49.5, batch.Numbers("n")[99]);
        Assert.True(double.IsNaN(batch.Numbers("n")[3]));
    }

    [Fact]
    public async Task Write_SameRowsTwice_SameCommit()
    {
        await using TestStore one = await TestStore.CreateAsync();
        await using TestStore two = await TestStore.CreateAsync();
        Dataset first = await one.Datasets.WriteAsync("d", Rows(0, 500));
        Dataset again = await one.Datasets.WriteAsync("d", Rows(0, 500));
        Dataset elsewhere = await two.Datasets.WriteAsync("d", Rows(0, 500));
        Assert.Equal(first.Commit.Id, again.Commit.Id);
        Assert.Equal(first.Commit.Id, elsewhere.Commit.Id);
    }

    [Fact]
    public async Task Append_ToHead_OldFilesStay()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Dataset first = await store.Datasets.WriteAsync("d", Rows(0, 10));
        Dataset second = await store.Datasets.WriteAsync("d", Rows(10, 5), new DatasetWriteOptions { Mode = DatasetWriteMode.Append });
        Assert.Equal(15, second.Rows);
        Assert.Equal(first.Commit.Files[0], second.Commit.Files[0]);
        Assert.Equal(first.Commit.Id, second.Commit.ParentId);
        Assert.Equal(15, (await second.ReadStatisticsAsync())!.Rows);
    }

    [Fact]
    public async Task Csv_ToDatasetAndBack_SameRows()
    {
        await using TestStore store = await TestStore.CreateAsync();
        var source = new CsvSource(SharedData.Require("adult.data"));
        RowSchema schema = await source.GetSchemaAsync();
        Dataset dataset = await store.Datasets.WriteAsync("adult", schema, source.ReadRowsAsync());
        List<Row> expected = await source.ReadRowsAsync().ToListAsync();
        List<Row> read = await dataset.ReadRowsAsync().ToListAsync();
        Assert.Equal(expected.Select(r => r.ToString()), read.Select(r => r.ToString()));
        TableSummary statistics = (await dataset.ReadStatisticsAsync())!;
        Assert.Equal(1836, statistics.Find("workclass")!.Missing);
        Assert.True((await dataset.VerifyAsync()).IsIntact);
    }

    [Fact]
    public async Task Write_ThousandsOfColumns_SmallRowGroupsAndEqualRows()
    {
        await using TestStore store = await TestStore.CreateAsync();
        var wide = new RowSchema(Enumerable.Range(0, 5000).Select(c => new Column($"c{c}", c % 2 == 0 ? ValueKind.Number : ValueKind.Text)));
        Row[] rows = [.. Enumerable.Range(0, 20).Select(r => new Row(wide, [.. Enumerable.Range(0, 5000).Select(c => c % 2 == 0 ? Value.Of((double)(r * c)) : Value.Of($"t{r}"))]))];
        Dataset dataset = await store.Datasets.WriteAsync("wide", rows);
        Assert.Equal(rows.Select(r => r.ToString()), (await dataset.ReadRowsAsync().ToListAsync()).Select(r => r.ToString()));
    }

    public sealed record Person(int Age, string? Workclass, double Fnlwgt, [property: System.ComponentModel.DataAnnotations.Schema.Column("hours-per-week")] int Hours, string Sex);

    [Fact]
    public async Task ReadRecords_UntidyNames_Matched()
    {
        List<Person> people = await new CsvSource(SharedData.Require("adult.data")).ReadAsync<Person>().ToListAsync();
        Assert.Equal(new Person(39, "State-gov", 77516, 40, "Male"), people[0]);
        Assert.Equal(32_561, people.Count);
    }

    [Fact]
    public async Task WriteRecords_ReadBack_Equal()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Person[] people = [new(1, "a", 2.5, 3, "x"), new(2, null, double.MaxValue, 4, "y")];
        Dataset dataset = await store.Datasets.WriteRecordsAsync("people", people.ToAsyncEnumerable());
        Assert.Equal(people, await dataset.ReadAsync<Person>().ToListAsync());
    }
}
