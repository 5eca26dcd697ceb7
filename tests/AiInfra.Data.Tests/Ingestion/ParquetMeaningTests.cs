using System.Numerics;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Parquet;
using AiInfra.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Data.Tests.Ingestion;

/// <summary>What Parquet types become. The files are made by another implementation (DuckDB).</summary>
public sealed class ParquetMeaningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Make(string select, string options = "")
    {
        string path = _folder.File("f.parquet", []);
        using var duck = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using DuckDB.NET.Data.DuckDBCommand command = duck.CreateCommand();
        command.CommandText = $"COPY ({select}) TO '{path}' (FORMAT PARQUET{options})";
        command.ExecuteNonQuery();
        return path;
    }

    private static async Task<(List<Row> Rows, List<IngestionNote> Notes, List<RejectedRow> Rejected)> ReadAsync(IRowSource source)
    {
        List<Row> rows = [];
        List<IngestionNote> notes = [];
        List<RejectedRow> rejected = [];
        await foreach (SourceBatch batch in source.ReadAsync(TestContext.Current.CancellationToken))
        {
            notes.AddRange(batch.Notes);
            rejected.AddRange(batch.Rejected);
            rows.AddRange(Enumerable.Range(0, batch.Rows.Count).Select(batch.Rows.Row));
        }

        return (rows, notes, rejected);
    }

    [Theory]
    [InlineData("9007199254740993::BIGINT", "9007199254740993")]
    [InlineData("18446744073709551615::UBIGINT", "18446744073709551615")]
    [InlineData("12345678901234567.89::DECIMAL(30,2)", "12345678901234567.89")]
    [InlineData("(-1.0000000001234567890123)::DECIMAL(38,22)", "-1.0000000001234567890123")]
    public async Task Read_MoreDigitsThanADouble_TextWithAllAndANote(string value, string expected)
    {
        (List<Row> rows, List<IngestionNote> notes, _) = await ReadAsync(new ParquetSource(Make($"SELECT {value} AS id UNION ALL SELECT NULL")));
        Assert.Contains(expected, rows.Select(r => r["id"].AsText()));
        Assert.Equal(ValueKind.Text, rows[0].Schema.Columns[0].Kind);
        Assert.Contains(notes, n => n.Column == "id" && n.Kind == IngestionNoteKind.Kinds);
    }

    [Theory]
    [InlineData("9007199254740992::BIGINT", 9007199254740992.0)]
    [InlineData("255::UTINYINT", 255.0)]
    [InlineData("(-128)::TINYINT", -128.0)]
    [InlineData("4294967295::UINTEGER", 4294967295.0)]
    [InlineData("12.34::DECIMAL(5,2)", 12.34)]
    [InlineData("0.1::DECIMAL(38,20)", 0.1)]
    [InlineData("1.5::FLOAT", 1.5)]
    public async Task Read_NumbersADoubleHolds_Numbers(string value, double expected)
    {
        (List<Row> rows, List<IngestionNote> notes, _) = await ReadAsync(new ParquetSource(Make($"SELECT {value} AS n UNION ALL SELECT NULL")));
        Assert.Equal(ValueKind.Number, rows[0].Schema.Columns[0].Kind);
        Assert.Contains(rows, r => !r["n"].IsMissing && r["n"].AsNumber() == expected);
        Assert.Contains(rows, r => r["n"].IsMissing);
        Assert.Empty(notes);
    }

    public sealed record Exact(long Id, ulong U, decimal Money, BigInteger Big, string Text, int Small);

    [Fact]
    public async Task ReadRecords_LongsAndDecimals_EveryDigit()
    {
        string path = Make("SELECT 9223372036854775807::BIGINT AS id, 18446744073709551615::UBIGINT AS u, 1234567890123456789.12::DECIMAL(38,2) AS money, 99999999999999999999::DECIMAL(38,0) AS big, 9007199254740993::BIGINT AS text, 7::BIGINT AS small");
        Exact record = await new ParquetSource(path).ReadAsync<Exact>().SingleAsync();
        Assert.Equal(new Exact(long.MaxValue, ulong.MaxValue, 1234567890123456789.12m, BigInteger.Parse("99999999999999999999", System.Globalization.CultureInfo.InvariantCulture), "9007199254740993", 7), record);
    }

    [Fact]
    public async Task Deduplicate_IdsBeyond2To53_NoRowLost()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = Make("SELECT 9007199254740992 + range AS id FROM range(1000)");
        IngestionResult result = await new IngestionBuilder<Row>("d").Parquet(path).Deduplicate(["id"]).ToDataset().Build().RunAsync(store.Datasets);
        Assert.Equal((1000, 0), (result.Report.Written, result.Report.Duplicates));
    }

    [Fact]
    public async Task Read_TimesByMeaning_InstantsAndTimesOfDay()
    {
        string path = Make("""
            SELECT DATE '2024-02-29' AS d, TIMESTAMP '2024-02-29 12:34:56.789012' AS local, TIMESTAMPTZ '2024-02-29 12:34:56.789012+02' AS utc,
                   TIMESTAMP_NS '2024-02-29 12:34:56.123456789' AS ns, TIMESTAMP_MS '1969-12-31 23:59:59.999' AS ms, TIME '23:59:59.000001' AS t
            """);
        (List<Row> rows, List<IngestionNote> notes, _) = await ReadAsync(new ParquetSource(path));
        Assert.Equal(new DateTime(2024, 2, 29), rows[0]["d"].AsInstant());
        Assert.Equal("2024-02-29T12:34:56.7890120Z", rows[0]["local"].AsText());
        Assert.Equal("2024-02-29T10:34:56.7890120Z", rows[0]["utc"].AsText());
        Assert.Equal("2024-02-29T12:34:56.1234567Z", rows[0]["ns"].AsText());
        Assert.Equal("1969-12-31T23:59:59.9990000Z", rows[0]["ms"].AsText());
        Assert.Equal("23:59:59.0000010", rows[0]["t"].AsText());
        Assert.Contains(notes, n => n.Column == "local" && n.Text.Contains("taken for UTC", StringComparison.Ordinal));
        Assert.Contains(notes, n => n.Column == "ns" && n.Count == 1);
        Assert.DoesNotContain(notes, n => n.Column == "utc");
    }

    public sealed record Times(DateOnly D, TimeOnly T, Guid U);

    [Fact]
    public async Task ReadRecords_DateTimeOfDayAndUuid_Typed()
    {
        string path = Make("SELECT DATE '2024-02-29' AS d, TIME '01:02:03' AS t, '0f8fad5b-d9cb-469f-a165-70867728950e'::UUID AS u");
        Assert.Equal(new Times(new DateOnly(2024, 2, 29), new TimeOnly(1, 2, 3), Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e")), await new ParquetSource(path).ReadAsync<Times>().SingleAsync());
    }

    private const string Mixed = "SELECT 1 AS n, [1,2] AS list, {'a': 1} AS struct, '\\xFF\\xFE'::BLOB AS blob, 'text'::BLOB AS words, INTERVAL 1 DAY AS span, 'x' AS s";

    [Fact]
    public async Task Read_NestedAndBinaryColumns_LeftOutWithNotesAndTheRestRead()
    {
        (List<Row> rows, List<IngestionNote> notes, _) = await ReadAsync(new ParquetSource(Make(Mixed)));
        Assert.Equal(["n", "words", "s"], rows[0].Schema.Columns.Select(c => c.Name));
        Assert.Equal("text", rows[0]["words"].AsText());
        Assert.Equal(["blob", "list", "span", "struct"], notes.Where(n => n.Kind == IngestionNoteKind.LeftOut).Select(n => n.Column).Order());
        Assert.Contains(notes, n => n.Column == "list" && n.Text.Contains("group (LIST)", StringComparison.Ordinal));
        Assert.DoesNotContain(notes, n => n.Text.Contains("System.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_Columns_ThoseInThatOrder()
    {
        (List<Row> rows, _, _) = await ReadAsync(new ParquetSource(Make(Mixed), new ParquetOptions { Columns = ["s", "n"] }));
        Assert.Equal(["s", "n"], rows[0].Schema.Columns.Select(c => c.Name));
        (rows, List<IngestionNote> notes, _) = await ReadAsync(new ParquetSource(Make(Mixed), new ParquetOptions { Except = ["list", "struct", "blob", "span", "n"] }));
        Assert.Equal(["words", "s"], rows[0].Schema.Columns.Select(c => c.Name));
        Assert.DoesNotContain(notes, n => n.Kind == IngestionNoteKind.LeftOut);
    }

    [Theory]
    [InlineData("list", "group (LIST)")]
    [InlineData("blob", "BYTE_ARRAY")]
    [InlineData("nothere", "Its columns: n, list")]
    public async Task Read_ColumnAskedForThatCannotBe_ErrorSaysWhy(string column, string words)
    {
        var source = new ParquetSource(Make(Mixed), new ParquetOptions { Columns = [column] });
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => ReadAsync(source));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.Contains($"'{column}'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OnlyNestedColumns_ErrorNamesThem()
    {
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => ReadAsync(new ParquetSource(Make("SELECT [1] AS list"))));
        Assert.Contains("list group (LIST)", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(", CODEC 'zstd'")]
    [InlineData(", CODEC 'gzip'")]
    [InlineData(", CODEC 'brotli'")]
    [InlineData(", CODEC 'lz4_raw'")]
    [InlineData(", CODEC 'uncompressed'")]
    [InlineData(", PARQUET_VERSION v2")]
    public async Task Read_PackedAnyWay_SameValues(string options)
    {
        string path = Make("SELECT range AS n, 'ä' || (range % 1000) AS t, range * 0.25 AS d, CASE WHEN range % 7 = 0 THEN NULL ELSE range END AS m FROM range(30000)", options);
        (List<Row> rows, _, _) = await ReadAsync(new ParquetSource(path));
        Assert.Equal(30_000, rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            Assert.Equal((i, $"ä{i % 1000}", i * 0.25, i % 7 == 0), (rows[i]["n"].AsNumber(), rows[i]["t"].AsText(), rows[i]["d"].AsNumber(), rows[i]["m"].IsMissing));
        }
    }
}
