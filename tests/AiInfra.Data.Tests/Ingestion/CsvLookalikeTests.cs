using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Support;

namespace AiInfra.Data.Tests.Ingestion;

/// <summary>What looks like a number, a date or a name and is another thing.</summary>
public sealed class CsvLookalikeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private async Task<(CsvProfile Profile, string Rows, List<RejectedRow> Rejected, List<IngestionNote> Notes)> ReadAsync(string content, CsvOptions? options = null)
    {
        var source = new CsvSource(_folder.File("f.csv", content), options);
        var rejected = new List<RejectedRow>();
        var notes = new List<IngestionNote>();
        var rows = new List<string>();
        await foreach (SourceBatch batch in source.ReadAsync())
        {
            rejected.AddRange(batch.Rejected);
            notes.AddRange(batch.Notes);
            rows.AddRange(Enumerable.Range(0, batch.Rows.Count).Select(i => string.Join("|", batch.Rows.Row(i).Values.ToArray().Select(v => v.AsText() ?? "∅"))));
        }

        return (await source.GetProfileAsync(), string.Join(" ", rows), rejected, notes);
    }

    [Theory]
    [InlineData("1E5", "2E7", "12E3")]
    [InlineData("12", "45", "3e2")]
    [InlineData("100E0", "101E1", "102")]
    [InlineData("+4930123456", "+4930123457", "+4930123458")]
    [InlineData("+4930123456", "4930123457", "4930123458")]
    [InlineData("01.10", "01.1", "12.3")]
    public async Task Read_CodesThatLookLikeNumbers_TextAndTold(params string[] cells)
    {
        var read = await ReadAsync("code,n\n" + string.Concat(cells.Select((c, i) => $"{c},{i}\n")));
        Assert.Equal(string.Join(" ", cells.Select((c, i) => $"{c}|{i}")), read.Rows);
        Assert.Contains(read.Notes, n => n is { Kind: IngestionNoteKind.Kinds, Column: "code" });
    }

    [Theory]
    [InlineData("0.5", "1e5", "0.5 100000")]
    [InlineData("-3", "1e5", "-3 100000")]
    [InlineData("1", "1e+05", "1 100000")]
    [InlineData("-1000000", "+2000000", "-1000000 2000000")]
    [InlineData("+1", "+2", "1 2")]
    public async Task Read_NumbersWithExponentOrPlusSignAmongMeasures_Numbers(string one, string two, string rows) =>
        Assert.Equal(rows, (await ReadAsync($"x\n{one}\n{two}\n")).Rows);

    [Theory]
    [InlineData("1E5")]
    [InlineData("100E12")]
    [InlineData("+4930123456")]
    [InlineData("01.10")]
    public async Task Read_CodeOnlyAfterTheSample_PutAside(string cell)
    {
        var read = await ReadAsync($"a,b\n1,2\n3,4\n5,{cell}\n", new CsvOptions { SampleRows = 2 });
        Assert.Equal("1|2 3|4", read.Rows);
        Assert.Contains("code", read.Rejected.Single().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_KindGiven_CodesAreNumbers() =>
        Assert.Equal("100000 4930123456", (await ReadAsync("x\n1E5\n+4930123456\n", new CsvOptions { Kinds = { ["x"] = ValueKind.Number } })).Rows);

    [Theory]
    [InlineData("7/1/62", "8/25/64")]
    [InlineData("25/11/63", "26/11/63")]
    [InlineData("01-OCT-45", "02-OCT-61")]
    [InlineData("7/1/62 10:30", "8/25/99 10:30")]
    public async Task Read_YearOfEitherCentury_TextAndTold(string one, string two)
    {
        var read = await ReadAsync($"d,n\n{one},1\n{two},2\n");
        Assert.Equal($"{one}|1 {two}|2", read.Rows);
        Assert.Contains(read.Notes, n => n is { Kind: IngestionNoteKind.Dates, IsGuess: true, Column: "d" });
    }

    [Theory]
    [InlineData("7/21/99", "7/22/05", "7/1/62")]
    [InlineData("21-Jul-99", "22-Jul-05", "01-Jul-62")]
    public async Task Read_YearOfEitherCenturyAfterTheSample_PutAside(string one, string two, string late)
    {
        var read = await ReadAsync($"d,n\n{one},1\n{two},2\n{late},3\n", new CsvOptions { SampleRows = 2 });
        Assert.Equal("1999-07-21T00:00:00.0000000Z|1 2005-07-22T00:00:00.0000000Z|2", read.Rows);
        Assert.Contains("either century", read.Rejected.Single().Detail, StringComparison.Ordinal);
        Assert.Contains(read.Notes, n => n is { Kind: IngestionNoteKind.Dates } && n.Text.Contains("two digits", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_SomeTimesSayTheirZone_Guess()
    {
        var read = await ReadAsync("t,n\n2020-01-02T10:00:00+05:00,1\n2020-01-02T10:00:00,2\n2020-01-02 10:00,3\n");
        Assert.Equal("2020-01-02T05:00:00.0000000Z|1 2020-01-02T10:00:00.0000000Z|2 2020-01-02T10:00:00.0000000Z|3", read.Rows);
        Assert.Contains(read.Notes, n => n is { Kind: IngestionNoteKind.Dates, IsGuess: true, Column: "t" });
        Assert.Empty((await ReadAsync("t,n\n2020-01-02T10:00:00Z,1\n2020-01-02T10:00:00-05,2\n")).Notes);
        Assert.Empty((await ReadAsync("t,n\n2020-01-02T10:00:00,1\n2020-01-02 11:00,2\n")).Notes);
    }

    [Fact]
    public async Task Read_HalfOfTheNamesAreBlankAndTheFirstRowCounts_NamesAreKept()
    {
        var read = await ReadAsync(",a,,b\n0,1,2,3\n1,2,3,3\n2,3,4,3\n");
        Assert.Equal("column1,a,column3,b", string.Join(",", read.Profile.Columns.Select(c => c.Name)));
        Assert.Equal("0|1|2|3 1|2|3|3 2|3|4|3", read.Rows);
    }

    [Fact]
    public async Task Read_DecimalCommasWhereCommasPartTheFields_TextAndToldHow()
    {
        string content = "a,b\n\"0,5\",1\n\"12,25\",2\n";
        var read = await ReadAsync(content);
        Assert.Equal("0,5|1 12,25|2", read.Rows);
        Assert.Contains(read.Notes, n => n is { Kind: IngestionNoteKind.Numbers, IsGuess: true, Column: "a" });
        Assert.Equal("0.5|1 12.25|2", (await ReadAsync(content, new CsvOptions { DecimalMark = ',' })).Rows);
    }
}
