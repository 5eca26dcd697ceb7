using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Cells;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Support;

namespace AiInfra.Data.Tests.Ingestion;

public sealed class CsvUntidyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static async Task<List<string>> RowsAsync(string path, CsvOptions? options = null, Action<RejectedRow>? rejected = null) =>
        [.. (await new CsvSource(path, options).ReadRowsAsync(rejected).ToListAsync()).Select(r => string.Join("|", r.Values.ToArray().Select(v => v.AsText() ?? "∅")))];

    [Theory]
    [InlineData("a,b\n1,x\n2,y\n", ',')]
    [InlineData("a;b\n1,5;x\n2,5;y\n", ';')]
    [InlineData("a\tb\n1\tx\n2\ty\n", '\t')]
    [InlineData("a|b\n1|x\n2|y\n", '|')]
    public async Task Profile_Delimiter_FoundOut(string content, char delimiter)
    {
        CsvProfile profile = await CsvProfile.ReadAsync(_folder.File("f.csv", content));
        Assert.Equal(delimiter, profile.Delimiter);
        Assert.Equal(["a", "b"], profile.Columns.Select(c => c.Name));
    }

    [Fact]
    public async Task Profile_NoHeader_ColumnsByPosition()
    {
        string path = _folder.File("f.csv", "1,x\n2,y\n");
        CsvProfile profile = await CsvProfile.ReadAsync(path);
        Assert.False(profile.HasHeader);
        Assert.Equal(["column1", "column2"], profile.Columns.Select(c => c.Name));
        Assert.Equal(["1|x", "2|y"], await RowsAsync(path));
    }

    [Fact]
    public async Task Profile_UntidyHeader_CleanUniqueNamesAndNotes()
    {
        CsvProfile profile = await CsvProfile.ReadAsync(_folder.File("f.csv", "  Age ,\"Hours  per\nweek\",,Age,x,\n1,2,3,4,5,6\n2,3,4,5,6,7\n"));
        Assert.Equal(["Age", "Hours per week", "column3", "Age_2", "x", "column6"], profile.Columns.Select(c => c.Name));
        Assert.Contains("Age_2", profile.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, profile.Notes.Count);
    }

    [Fact]
    public async Task Read_QuotedFields_AsRfc4180()
    {
        string path = _folder.File("f.csv", "a,b,c\r\n\"x, y\",\"say \"\"hi\"\"\",\"two\r\nlines\"\r\n 'p' , \" kept \" ,5\" pipe\r\n");
        Assert.Equal(["x, y|say \"hi\"|two\r\nlines", "'p'| kept |5\" pipe"], await RowsAsync(path));
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4")]
    [InlineData("a,b\r\n1,2\r\n3,4\r\n")]
    [InlineData("a,b\r1,2\r3,4\r")]
    [InlineData("\n\na,b\n\n1,2\n  \n3,4\n\n\n")]
    public async Task Read_LineEndsAndBlankLines_SameRows(string content) =>
        Assert.Equal(["1|2", "3|4"], await RowsAsync(_folder.File("f.csv", content)));

    [Fact]
    public async Task Read_MissingMarkers_AreMissing()
    {
        string path = _folder.File("f.csv", "n,t\n1,x\n?,NA\nnan,n/a\n,-\nNULL,\"\"\n2,None\n");
        Assert.Equal(["1|x", "∅|∅", "∅|∅", "∅|∅", "∅|∅", "2|None"], await RowsAsync(path));
    }

    [Fact]
    public async Task Read_Infinities_AreNumbers()
    {
        string path = _folder.File("f.csv", "n,t\n1,x\ninf,x\n-Infinity,x\n");
        List<Row> rows = await new CsvSource(path).ReadRowsAsync().ToListAsync();
        Assert.Equal([1, double.PositiveInfinity, double.NegativeInfinity], rows.Select(r => r["n"].AsNumber()));
    }

    [Fact]
    public async Task Profile_Kinds_FromContent()
    {
        CsvProfile profile = await CsvProfile.ReadAsync(_folder.File("f.csv", "n,b,t,at,zip,id,empty\n1.5,true,x,2024-01-01,01234,1234567890123456789,\n-2e3,False,y,2024-01-01 10:00:00+02:00,98765,1234567890123456780,\n"));
        Assert.Equal(
            [ValueKind.Number, ValueKind.Boolean, ValueKind.Text, ValueKind.Instant, ValueKind.Text, ValueKind.Text, ValueKind.Text],
            profile.Columns.Select(c => c.Kind));
    }

    [Fact]
    public async Task Read_Instants_AsUtc()
    {
        List<Row> rows = await new CsvSource(_folder.File("f.csv", "at,x\n2024-01-01,1\n2024-01-01T10:00:00.25+02:00,2\n2024/02/29 23:59,3\n")).ReadRowsAsync().ToListAsync();
        Assert.Equal(new DateTime(2024, 1, 1, 8, 0, 0, 250, DateTimeKind.Utc), rows[1]["at"].AsInstant());
        Assert.Equal(new DateTime(2024, 2, 29, 23, 59, 0, DateTimeKind.Utc), rows[2]["at"].AsInstant());
    }

    [Fact]
    public async Task Read_Utf8Mark_NotPartOfTheName()
    {
        string path = _folder.File("f.csv", [0xEF, 0xBB, 0xBF, .. "a,b\n1,ü\n"u8]);
        Assert.Equal("a", (await CsvProfile.ReadAsync(path)).Columns[0].Name);
        Assert.Equal(["1|ü"], await RowsAsync(path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_Utf16_WithAndWithoutMark(bool mark)
    {
        byte[] text = Encoding.Unicode.GetBytes("name,n\nJürgen,1\nZoë,2\n");
        string path = _folder.File("f.csv", mark ? [0xFF, 0xFE, .. text] : text);
        Assert.Equal(["Jürgen|1", "Zoë|2"], await RowsAsync(path));
    }

    [Fact]
    public async Task Read_Latin1_ReadAsWindows1252WithNote()
    {
        string path = _folder.File("f.csv", Encoding.Latin1.GetBytes("name,n\nJürgen,1\nZoë,2\n"));
        Assert.Equal(["Jürgen|1", "Zoë|2"], await RowsAsync(path));
        Assert.Contains((await CsvProfile.ReadAsync(path)).Notes, n => n.IsGuess && n.Text.Contains("Windows-1252", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_FirstRowsDecideKinds_LaterMisfitsBecomeMissingAndAreCounted()
    {
        string path = _folder.File("f.csv", "n,t\n1,a\n2,b\nthree,c\n4,d\n");
        var options = new CsvOptions { SampleRows = 2, Misfits = MisfitCell.Missing };
        Assert.Equal(["1|a", "2|b", "∅|c", "4|d"], await RowsAsync(path, options));
        SourceBatch batch = (await new CsvSource(path, options).ReadAsync().ToListAsync())[0];
        Assert.Equal(1, batch.Coerced["n"]);
    }

    [Fact]
    public async Task Read_KindGiven_ColumnIsText()
    {
        var options = new CsvOptions();
        options.Kinds["n"] = ValueKind.Text;
        Assert.Equal(["007|a", "8.50|b"], await RowsAsync(_folder.File("f.csv", "n,t\n007,a\n8.50,b\n"), options));
    }

    [Fact]
    public async Task Read_SecondFileWithProfile_SameKindsOrClearError()
    {
        CsvProfile profile = await CsvProfile.ReadAsync(_folder.File("train.csv", "n,t\n1,a\n2,b\n"));
        string like = _folder.File("test.csv", "n,t\n3,5\n"), other = _folder.File("other.csv", "n,u\n3,5\n");
        Row row = await new CsvSource(like, profile).ReadRowsAsync().SingleAsync();
        Assert.Equal(ValueKind.Text, row["t"].Kind);
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(async () => await new CsvSource(other, profile).ReadRowsAsync().ToListAsync());
        Assert.Contains("column 2 is 'u' instead of 't'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_DecimalComma_NumbersWhereTheDelimiterIsAnother()
    {
        string path = _folder.File("f.csv", "a;b\n1,5;x\n-2,25;y\n3;z\n");
        Assert.Equal(["1.5|x", "-2.25|y", "3|z"], await RowsAsync(path));
        Assert.Equal(CellFormat.DecimalComma, (await CsvProfile.ReadAsync(path)).Columns[0].Format);
    }

    [Theory]
    [InlineData("01/02/2011,31/12/2011 0:30", "2011-02-01T00:00:00.0000000Z|2011-12-31T00:30:00.0000000Z")]
    [InlineData("01/02/2011,12/31/2011 23:59:01", "2011-01-02T00:00:00.0000000Z|2011-12-31T23:59:01.0000000Z")]
    [InlineData("1.2.2011,3.4.2011", "2011-02-01T00:00:00.0000000Z|2011-04-03T00:00:00.0000000Z")]
    [InlineData("01/02/2011,03/04/2011", "01/02/2011|03/04/2011")]
    public async Task Read_DatesWithDayOrMonthFirst_ToldFromTheSampleOrText(string cells, string expected)
    {
        string path = _folder.File("f.csv", "at,x\n" + string.Concat(cells.Split(',').Select(c => $"{c},1\n")));
        Assert.Equal(expected, string.Join("|", (await new CsvSource(path).ReadRowsAsync().ToListAsync()).Select(r => r["at"].AsText())));
    }

    [Theory]
    [InlineData("a b  c\n1 2 x\n3  4   y\n")]
    [InlineData("  a   b    c  \n  1   2    x  \n  3   4    \"y\"\n")]
    [InlineData("a b c\r\n1 2 x \r\n3 4 y\r\n")]
    public async Task Read_ColumnsBetweenBlanks_AsManyBlanksAsThereAre(string content)
    {
        string path = _folder.File("f.txt", content);
        Assert.Equal(["1|2|x", "3|4|y"], await RowsAsync(path));
        Assert.Contains("delimiter blanks", (await CsvProfile.ReadAsync(path)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_DecimalCommasOnly_TheHeaderTellsTheDelimiter() =>
        Assert.Equal(["1.5|2.5", "3.25|4.75"], await RowsAsync(_folder.File("f.csv", "a;b\n1,5;2,5\n3,25;4,75\n")));

    [Theory]
    [InlineData("# unit, none\na,b\n1,x\n2,y\n")]
    [InlineData("# made, today\n# unit, none\na,b\n1,x\n2,y\n")]
    [InlineData("# made by a tool\n# at noon, on a day, here\na,b\n1,x\n2,y\n")]
    [InlineData("The year's report\n\na,b\n1,x\n2,y\n")]
    public async Task Read_CommentsOrTitleAboveTheTable_PassedOverAndNoted(string content)
    {
        string path = _folder.File("f.csv", content);
        Assert.Equal(["1|x", "2|y"], await RowsAsync(path));
        Assert.Contains("lines before the table", (await CsvProfile.ReadAsync(path)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_HashLineOverTexts_StaysTheHeader() =>   // nothing tells that names follow
        Assert.Equal(["#id", "b"], (await CsvProfile.ReadAsync(_folder.File("f.csv", "#id,b\nu,x\nv,y\n"))).Columns.Select(c => c.Name));

    [Fact]
    public async Task Profile_HeaderThatBeginsWithANumberSign_IsAHeader() =>
        Assert.Equal(["#id", "b"], (await CsvProfile.ReadAsync(_folder.File("f.csv", "#id,b\n1,x\n2,y\n"))).Columns.Select(c => c.Name));

    [Theory]
    [InlineData("x;k\n$1,234.50;a\n($7);b\n-$0.25;c\n", "1234.5|-7|-0.25")]
    [InlineData("x;k\n12.5%;a\n-3%;b\n100 %;c\n", "12.5|-3|100")]
    [InlineData("x;k\n1.234,50 €;a\n7,5 €;b\n1.000;c\n", "1234.5|7.5|1000")]
    [InlineData("x;k\n1 234,5;a\n12;b\n1'000'000;c\n", "1234.5|12|1000000")]
    [InlineData("x,k\n\"1,234\",a\n12,b\n\"1,234,567.5\",c\n", "1234|12|1234567.5")]
    public async Task Read_NumbersWrittenForPeople_Numbers(string content, string expected)
    {
        string path = _folder.File("f.csv", content);
        Assert.Equal(ValueKind.Number, (await CsvProfile.ReadAsync(path)).Columns[0].Kind);
        Assert.Equal(expected, string.Join("|", (await new CsvSource(path).ReadRowsAsync().ToListAsync()).Select(r => r["x"].AsText())));
    }

    [Theory]
    [InlineData("1,2,3")]
    [InlineData("12,34")]
    [InlineData("$5%")]
    [InlineData("(5")]
    [InlineData("$")]
    public async Task Read_WhatOnlyLooksLikeANumber_StaysText(string cell) =>
        Assert.Equal(ValueKind.Text, (await CsvProfile.ReadAsync(_folder.File("f.csv", $"x,k\n\"{cell}\",a\n\"{cell}\",b\n"))).Columns[0].Kind);

    [Theory]
    [InlineData("1 March 2019", "2019-03-01T00:00:00.0000000Z")]
    [InlineData("01-Mar-2019 13:30", "2019-03-01T13:30:00.0000000Z")]
    [InlineData("Mar 1, 2019", "2019-03-01T00:00:00.0000000Z")]
    [InlineData("03/31/2019 1:05 PM", "2019-03-31T13:05:00.0000000Z")]
    [InlineData("03/31/2019 12:05 am", "2019-03-31T00:05:00.0000000Z")]
    [InlineData("03/31/19", "2019-03-31T00:00:00.0000000Z")]
    public async Task Read_DatesWrittenForPeople_Times(string cell, string expected) =>
        Assert.Equal(expected, (await new CsvSource(_folder.File("f.csv", $"at;x\n{cell};1\n")).ReadRowsAsync().SingleAsync())["at"].AsText());

    [Theory]
    [InlineData("Targt", "'Target'")]
    [InlineData("price of a day", "'The price of a day'")]
    public async Task Require_NameThatIsNotThere_ErrorNamesTheNearestAndAll(string name, string near)
    {
        CsvProfile profile = await CsvProfile.ReadAsync(_folder.File("f.csv", "Target,The price of a day\n1,x\n"));
        string message = Assert.Throws<IngestionException>(() => profile.Require(name)).Message;
        Assert.Contains($"Did you mean {near}?", message, StringComparison.Ordinal);
        Assert.Contains("Columns: Target, The price of a day.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("target")]
    [InlineData(" Target")]
    [InlineData("\"TARGET\"")]
    public async Task Require_OtherCaseOrBlanks_Found(string name) =>
        Assert.Equal("Target", (await CsvProfile.ReadAsync(_folder.File("f.csv", "x,Target\n1,x\n"))).Require(name).Name);
}
