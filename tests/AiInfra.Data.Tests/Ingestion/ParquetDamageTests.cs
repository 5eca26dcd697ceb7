using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Parquet;
using AiInfra.Support;

namespace AiInfra.Data.Tests.Ingestion;

/// <summary>Whatever the bytes are: rows, or an error of this library that says where. Never another exception, never for ever.</summary>
public sealed class ParquetDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private byte[] Make(string options)
    {
        string path = _folder.File("whole.parquet", []);
        using var duck = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using DuckDB.NET.Data.DuckDBCommand command = duck.CreateCommand();
        command.CommandText = $"COPY (SELECT range AS n, 't' || range % 5 AS t, range % 2 = 0 AS b, range / 3.0 AS d FROM range(300)) TO '{path}' (FORMAT PARQUET{options})";
        command.ExecuteNonQuery();
        return File.ReadAllBytes(path);
    }

    private async Task<IngestionException?> TryAsync(byte[] bytes)
    {
        string path = _folder.File("f.parquet", bytes);
        try
        {
            await foreach (SourceBatch batch in new ParquetSource(path, new ParquetOptions { MaxRowGroupRows = 1 << 20 }).ReadAsync(TestContext.Current.CancellationToken))
            {
                Assert.True(batch.Rows.Count <= 1 << 20);
            }

            return null;
        }
        catch (IngestionException e)
        {
            Assert.DoesNotContain("System.", e.Message, StringComparison.Ordinal);
            return e;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(", CODEC 'uncompressed'")]
    [InlineData(", CODEC 'gzip', PARQUET_VERSION v2")]
    public async Task Read_BytesChanged_RowsOrAnErrorOfOurs(string options)
    {
        byte[] whole = Make(options);
        var random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            byte[] changed = [.. whole];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            refused += await TryAsync(changed) is null ? 0 : 1;
        }

        Assert.True(refused > 50, $"{refused} of 400 were refused");
    }

    [Fact]
    public async Task Read_PagesCutOut_ErrorInsteadOfForEver()
    {
        byte[] whole = Make("");
        int footer = BitConverter.ToInt32(whole, whole.Length - 8) + 8;
        byte[] cut = [.. whole[..4], .. whole[^footer..]];
        IngestionException? e = await TryAsync(cut);
        Assert.Contains("Column 'n' (INT64", e!.Message, StringComparison.Ordinal);
        Assert.Contains("row group 0", e.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_EveryLength_ErrorInsteadOfForEver()
    {
        byte[] whole = Make("");
        for (int length = 0; length < whole.Length; length += 7)
        {
            Assert.NotNull(await TryAsync(whole[..length]));
        }
    }

    [Fact]
    public async Task Read_MoreRowsThanTheLimit_Refused()
    {
        string path = _folder.File("f.parquet", Make(""));
        var source = new ParquetSource(path, new ParquetOptions { MaxRowGroupRows = 299 });
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(async () => await source.GetSchemaAsync());
        Assert.Contains("MaxRowGroupRows", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Cancelled_Heard()
    {
        string path = _folder.File("f.parquet", Make(""));
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await new ParquetSource(path).ReadRowsAsync(cancellationToken: stop.Token).ToListAsync());
    }
}
