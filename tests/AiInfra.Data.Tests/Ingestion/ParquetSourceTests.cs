using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Parquet;
using AiInfra.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Data.Tests.Ingestion;

public sealed class ParquetSourceTests
{
    [Fact]
    public async Task Read_DriverStats_TimesNumbersAndIds()
    {
        List<Row> rows = await new ParquetSource(SharedData.Require("driver_stats.parquet")).ReadRowsAsync().ToListAsync();
        Assert.True(rows.Count > 1000, $"{rows.Count} rows");
        Assert.Equal(ValueKind.Instant, rows[0]["event_timestamp"].Kind);
        Assert.All(rows, r => Assert.InRange(r["conv_rate"].AsNumber(), 0, 1));
    }

    [Fact]
    public async Task Run_DriverStats_ToDatasetAndBack()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = SharedData.Require("driver_stats.parquet");
        IngestionResult result = await new IngestionBuilder<Row>("drivers").Parquet(path).ToDataset().Build().RunAsync(store.Datasets);
        Assert.True(result.Report.Reconciles);
        List<Row> expected = await new ParquetSource(path).ReadRowsAsync().ToListAsync();
        Assert.Equal(expected.Select(r => r.ToString()), (await result.Dataset.ReadRowsAsync().ToListAsync()).Select(r => r.ToString()));
    }

    [Fact]
    public async Task Read_DatasetFile_ReadByAnyParquetReader()
    {
        await using TestStore store = await TestStore.CreateAsync();
        RowSchema schema = new([new("n", ValueKind.Number), new("t", ValueKind.Text), new("b", ValueKind.Boolean), new("at", ValueKind.Instant)]);
        Row[] rows = [new(schema, [1.5, "x", true, new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc)]), new(schema, [default, default, default, default])];
        Dataset dataset = await store.Datasets.WriteAsync("d", rows);
        string file = await store.Artifacts.GetFileAsync(dataset.Commit.Files[0].Digest);
        Assert.Equal(rows.Select(r => r.ToString()), (await new ParquetSource(file).ReadRowsAsync().ToListAsync()).Select(r => r.ToString()));
        using var duck = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using DuckDB.NET.Data.DuckDBCommand command = duck.CreateCommand();
        command.CommandText = $"SELECT count(*), sum(n), min(t), count(\"at\") FROM read_parquet('{file}')";
        using DuckDB.NET.Data.DuckDBDataReader reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Assert.Equal((2L, 1.5, "x", 1L), (reader.GetInt64(0), reader.GetDouble(1), reader.GetString(2), reader.GetInt64(3)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PAR1 but no more of it PAR1")]
    [InlineData("a,b\n1,2\n3,4\n5,6\n")]
    public async Task Read_NotParquet_ClearError(string content)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("f.parquet", content);
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(async () => await new ParquetSource(path).ReadRowsAsync().ToListAsync());
        Assert.Contains("not a Parquet file", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_CutParquet_ClearError()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = await File.ReadAllBytesAsync(SharedData.Require("driver_stats.parquet"));
        string path = folder.File("f.parquet", whole[..(whole.Length / 2)]);
        await Assert.ThrowsAsync<IngestionException>(async () => await new ParquetSource(path).ReadRowsAsync().ToListAsync());
    }
}
