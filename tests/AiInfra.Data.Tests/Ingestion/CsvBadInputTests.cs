using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Support;

namespace AiInfra.Data.Tests.Ingestion;

public sealed class CsvBadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static async Task<(List<Row> Rows, List<RejectedRow> Rejected)> ReadAsync(string path, CsvOptions? options = null)
    {
        var rejected = new List<RejectedRow>();
        return (await new CsvSource(path, options).ReadRowsAsync(rejected.Add).ToListAsync(), rejected);
    }

    private Task<IngestionException> FailsAsync(string content) => Assert.ThrowsAsync<IngestionException>(() => ReadAsync(_folder.File("f.csv", content)));

    [Fact]
    public async Task Read_EmptyFile_ClearError() => Assert.Contains("is empty", (await FailsAsync("")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Read_BlankLinesOnly_ClearError() => Assert.Contains("only blank lines", (await FailsAsync("\n \n\n")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Read_HeaderOnly_ClearErrorWithNames() => Assert.Contains("header (price, demand) and no rows", (await FailsAsync("price,demand\n")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Read_NoSuchFile_ClearError()
    {
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => ReadAsync(Path.Combine(_folder.Path, "absent.csv")));
        Assert.Contains("There is no file", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NoSuchRelativeFile_SaysWhereItWasSought()
    {
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => ReadAsync("absent.csv"));
        Assert.Contains($"There is no file 'absent.csv'; sought as '{Path.GetFullPath("absent.csv")}'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Folder_ClearError()
    {
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => ReadAsync(_folder.Path));
        Assert.Contains("is a folder", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_BinaryFile_ClearErrorSaysWhat()
    {
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => ReadAsync(_folder.File("f.csv", [0x1F, 0x8B, 8, 0, 0, 0, 0])));
        Assert.Contains("gzip", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_RaggedRows_QuarantinedWithLine()
    {
        (List<Row> rows, List<RejectedRow> rejected) = await ReadAsync(_folder.File("f.csv", "a,b\n1,2\n3\n4,5,6\n7,8\n"));
        Assert.Equal(3, rows.Count);
        Assert.Equal([(4L, RejectReason.Ragged)], rejected.Select(r => (r.Line, r.Reason)));
        Assert.Equal("2 fields are expected, 3 were found", rejected[0].Detail);
        Assert.Equal("4,5,6", rejected[0].Content);
    }

    [Fact]
    public async Task Read_RaggedRowAndNobodyListens_ClearError()
    {
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(async () => await new CsvSource(_folder.File("f.csv", "a,b\n1,2\n3,4,5\n")).ReadRowsAsync().ToListAsync());
        Assert.Contains(":3:", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_UnclosedQuoteToTheEnd_OnlyItsLineIsLost()
    {
        (List<Row> rows, List<RejectedRow> rejected) = await ReadAsync(_folder.File("f.csv", "a,b\n1,x\n2,\"open\n3,y\n4,z\n"));
        Assert.Equal([1, 3, 4], rows.Select(r => r["a"].AsNumber()));
        Assert.Equal((3L, RejectReason.UnclosedQuote), (rejected.Single().Line, rejected[0].Reason));
    }

    [Fact]
    public async Task Read_UnclosedQuoteMeetsLaterQuote_OnlyItsLineIsLost()
    {
        (List<Row> rows, List<RejectedRow> rejected) = await ReadAsync(_folder.File("f.csv", "a,b\n1,x\n2,\"open\n3,\"good\"\n4,z\n"));
        Assert.Equal([1, 3, 4], rows.Select(r => r["a"].AsNumber()));
        Assert.Equal((3L, RejectReason.MalformedQuote), (rejected.Single().Line, rejected[0].Reason));
    }

    [Fact]
    public async Task Read_QuotedLineBreaks_LaterLineNumbersStayRight()
    {
        (_, List<RejectedRow> rejected) = await ReadAsync(_folder.File("f.csv", "a,b\n1,\"x\ny\nz\"\n2,3,4\n"));
        Assert.Equal(5, rejected.Single().Line);
    }

    [Fact]
    public async Task Read_KindChangesMidway_RowsQuarantinedWithColumn()
    {
        var content = new StringBuilder("n,t\n");
        for (int i = 0; i < 500; i++)
        {
            content.Append(i < 300 ? $"{i},x\n" : $"word{i},x\n");
        }

        (List<Row> rows, List<RejectedRow> rejected) = await ReadAsync(_folder.File("f.csv", content.ToString()), new CsvOptions { SampleRows = 300 });
        Assert.Equal((300, 200), (rows.Count, rejected.Count));
        Assert.Equal((302L, "n", RejectReason.WrongKind, "a number is expected, 'word300' was found"), (rejected[0].Line, rejected[0].Column, rejected[0].Reason, rejected[0].Detail));
    }

    [Fact]
    public async Task Profile_KindChangesWithinTheSample_ColumnIsTextWithNote()
    {
        CsvProfile profile = await CsvProfile.ReadAsync(_folder.File("f.csv", "n,t\n" + string.Concat(Enumerable.Range(0, 90).Select(i => $"{i},x\n")) + "a,x\nb,x\nc,x\n"));
        Assert.Equal(ValueKind.Text, profile.Columns[0].Kind);
        Assert.Contains("3 of 93", profile.Columns[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_InvalidUtf8AfterTheProbe_RowQuarantined()
    {
        string path = _folder.File("f.csv", [.. "a,b\n1,x\n2,"u8, 0xFF, (byte)'\n', .. "3,y\n"u8]);
        (List<Row> rows, List<RejectedRow> rejected) = await ReadAsync(path, new CsvOptions { Encoding = new UTF8Encoding(false) });
        Assert.Equal(2, rows.Count);
        Assert.Equal((3L, "b", RejectReason.InvalidEncoding), (rejected.Single().Line, rejected[0].Column, rejected[0].Reason));
    }

    [Fact]
    public async Task Read_OneLineOf200Megabytes_PutAsideInBoundedMemory()
    {
        string path = Path.Combine(_folder.Path, "long.csv");
        await using (FileStream file = File.Create(path))
        {
            await file.WriteAsync("a,b\n1,x\n2,"u8.ToArray());
            byte[] megabyte = Enumerable.Repeat((byte)'z', 1 << 20).ToArray();
            for (int i = 0; i < 200; i++)
            {
                await file.WriteAsync(megabyte);
            }

            await file.WriteAsync("\n3,y\n"u8.ToArray());
        }

        (List<Row> rows, List<RejectedRow> rejected) = await ReadAsync(path);
        Assert.Equal([1, 3], rows.Select(r => r["a"].AsNumber()));
        Assert.Equal((3L, RejectReason.TooLong), (rejected.Single().Line, rejected[0].Reason));
        Assert.True(rejected[0].Content!.Length <= 1000);
    }

    [Fact]
    public async Task Read_FirstLineOf200Megabytes_ClearError()
    {
        string path = Path.Combine(_folder.Path, "long.csv");
        await using (FileStream file = File.Create(path))
        {
            file.SetLength(1 << 20);
            byte[] megabyte = Enumerable.Repeat((byte)'z', 1 << 20).ToArray();
            file.Position = 0;
            for (int i = 0; i < 200; i++)
            {
                await file.WriteAsync(megabyte);
            }
        }

        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => ReadAsync(path));
        Assert.Contains("first line", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_LineOfCommas_TooManyFieldsQuarantined()
    {
        (List<Row> rows, List<RejectedRow> rejected) = await ReadAsync(_folder.File("f.csv", "a,b\n1,x\n" + new string(',', 900_000) + "\n3,y\n"));
        Assert.Equal(2, rows.Count);
        Assert.Equal((3L, RejectReason.Ragged), (rejected.Single().Line, rejected[0].Reason));
    }

    [Fact]
    public async Task Read_FileGrowsMeanwhile_RowsOfTheFirstLengthOnly()
    {
        string path = _folder.File("f.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i},xxxxxxxx\n")) + "200000,cut");
        var rejected = new List<RejectedRow>();
        int rows = 0;
        await foreach (Row row in new CsvSource(path).ReadRowsAsync(rejected.Add))
        {
            if (rows++ == 0)
            {
                await File.AppendAllTextAsync(path, " off\n200001,new\n");
            }
        }

        Assert.Equal(200_000, rows);
        Assert.Equal((200_002L, RejectReason.Incomplete), (rejected.Single().Line, rejected[0].Reason));
    }

    [Fact]
    public async Task Read_FileIsCutMeanwhile_ClearError()
    {
        string path = _folder.File("f.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{i},xxxxxxxx\n")));
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(async () =>
        {
            bool first = true;
            await foreach (Row row in new CsvSource(path).ReadRowsAsync())
            {
                if (first)
                {
                    first = false;
                    await using var cut = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                    cut.SetLength(1000);
                }
            }
        });
        Assert.Contains("was cut or rewritten", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_FileVanishesMeanwhile_ReadToItsEndOrClearError()
    {
        string path = _folder.File("f.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i},xxxxxxxx\n")));
        int rows = 0;
        await foreach (Row row in new CsvSource(path).ReadRowsAsync())
        {
            if (rows++ == 0)
            {
                File.Delete(path);
            }
        }

        Assert.Equal(200_000, rows);
    }

    [Fact]
    public async Task Read_KindsForUnknownColumn_ErrorListsColumns()
    {
        var options = new CsvOptions();
        options.Kinds["prize"] = ValueKind.Number;
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => ReadAsync(_folder.File("f.csv", "price,x\n1,2\n"), options));
        Assert.Contains("Its columns: price, x", e.Message, StringComparison.Ordinal);
    }
}
