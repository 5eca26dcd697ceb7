using AiInfra.Core.Rows;
using AiInfra.Data.Cells;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Support;

namespace AiInfra.Data.Tests.Ingestion;

/// <summary>What a file leaves open is decided by evidence, told, or left as text; never wrong in silence.</summary>
public sealed class CsvGuessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private async Task<(CsvProfile Profile, string Rows, List<RejectedRow> Rejected, List<IngestionNote> Notes)> ReadAsync(string content, CsvOptions? options = null)
    {
        string path = _folder.File("f.csv", content);
        var source = new CsvSource(path, options);
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
    [InlineData("a,b\n1,x\n2,y\n")]
    [InlineData("id,name,price,at,ok\r\n1,\"a, b\",1.25,2024-01-01,true\r\n2,c,0.5,2024-01-02,false\r\n")]
    [InlineData("name,city\nAnn,Rome\nBob,Paris\n")]
    public async Task Read_PlainFile_NoNotes(string content)
    {
        var read = await ReadAsync(content);
        Assert.Empty(read.Notes);
        Assert.Empty(read.Profile.Notes);
    }

    [Theory]
    [InlineData("year\tSpain\n1501\t95\n1514\t1,796\n1515\t312\n", 1)]
    [InlineData("id;n\n1;500\n2;1.234\n", 1)]
    [InlineData("id\tn\n1\t1.796\n2\t2.345\n", 1)]
    [InlineData("id;n;m\n1;1,234;1,5\n2;2,345;2.5\n", 1)]
    [InlineData("id,n,m\n1,\"1,234\",\"1,5\"\n2,\"2,345\",\"2,5\"\n", 1)]
    public async Task Read_MarkThatIsTwoNumbersAndNoEvidence_TextAndTold(string content, int column)
    {
        var read = await ReadAsync(content);
        Assert.Equal(ValueKind.Text, read.Profile.Columns[column].Kind);
        Assert.Contains(read.Notes, n => n is { Kind: IngestionNoteKind.Numbers, IsGuess: true } && n.Column == read.Profile.Columns[column].Name && n.Text.Contains("DecimalMark", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("id;sales;share\n1;500;1,5\n2;1.234;2,5\n", "1|500|1.5 2|1234|2.5")]
    [InlineData("id;sales;share\n1;500;1.5\n2;1,234;2.5\n", "1|500|1.5 2|1234|2.5")]
    [InlineData("id;x\n1;0,125\n2;1,234\n", "1|0.125 2|1.234")]
    [InlineData("id,x\n1,1.234\n2,2.345\n", "1|1.234 2|2.345")]
    [InlineData("id,x\n1,\"1,234\"\n2,312\n", "1|1234 2|312")]
    [InlineData("id\tx\n1\t1,234,567\n2\t1,234\n", "1|1234567 2|1234")]
    public async Task Read_MarkThatOtherCellsDecide_Numbers(string content, string rows) => Assert.Equal(rows, (await ReadAsync(content)).Rows);

    [Fact]
    public async Task Read_DecimalMarkGiven_Decides()
    {
        Assert.Equal("1|500 2|1234", (await ReadAsync("id;n\n1;500\n2;1.234\n", new CsvOptions { DecimalMark = ',' })).Rows);
        Assert.Equal("1|500 2|1.234", (await ReadAsync("id;n\n1;500\n2;1.234\n", new CsvOptions { DecimalMark = '.' })).Rows);
        Assert.Equal("1|500 2|1234", (await ReadAsync("id;n\n1;500\n2;1.234\n", new CsvOptions { ThousandsMark = '.' })).Rows);
    }

    [Fact]
    public async Task Read_AmbiguousMarkOnlyAfterTheSample_PutAside()
    {
        var read = await ReadAsync("id;n\n1;500\n2;600\n3;1.234\n", new CsvOptions { SampleRows = 2 });
        Assert.Equal("1|500 2|600", read.Rows);
        Assert.Contains("two numbers", read.Rejected.Single().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_PropertyAsksForANumberAndTheMarkIsTwo_RowPutAside()
    {
        var rejected = new List<RejectedRow>();
        List<Sale> sales = await new CsvSource(_folder.File("f.csv", "Id;Amount\n1;500\n2;1.234\n")).ReadAsync<Sale>(rejected.Add).ToListAsync();
        Assert.Equal([new Sale(1, 500)], sales);
        Assert.Equal(3, rejected.Single().Line);
    }

    [Theory]
    [InlineData("x;k\n50%;a\n0.5;b\n")]
    [InlineData("x;k\n$5;a\n€7;b\n")]
    [InlineData("x;k\n50%;a\n$5;b\n0.5;c\n")]
    [InlineData("x;k\n(1);a\n(2);b\n")]
    public async Task Read_NumbersOfSeveralUnits_TextAndTold(string content)
    {
        var read = await ReadAsync(content);
        Assert.Equal(ValueKind.Text, read.Profile.Columns[0].Kind);
        Assert.Contains(read.Notes, n => n is { Kind: IngestionNoteKind.Numbers, IsGuess: true, Column: "x" });
    }

    [Theory]
    [InlineData("(-19.5)")]
    [InlineData("--5")]
    [InlineData("-$-5")]
    [InlineData("-(5)")]
    [InlineData("1e400")]
    [InlineData("1.234 567")]
    public async Task Read_NumberThatSaysTwoThingsOrIsTooLarge_NoNumber(string cell)
    {
        var read = await ReadAsync($"x;k\n1.5;a\n2.5;b\n{cell};c\n", new CsvOptions { SampleRows = 2 });
        Assert.Equal((3 - 1, RejectReason.WrongKind), (read.Rows.Split(' ').Length, read.Rejected.Single().Reason));
    }

    [Theory]
    [InlineData("district,2022\nAK-1,-14.6\nAK-2,3.5\n", "district,2022")]
    [InlineData("Country Name,Country Code,1960,1961\nAruba,ABW,54211,55438\nChad,TCD,3000000,3100000\n", "Country Name,Country Code,1960,1961")]
    [InlineData(",0,1,2\n0,0.5,1.5,2.5\n1,3.5,4.5,5.5\n", "column1,0,1,2")]
    [InlineData("site,2024-01-01,2024-01-02\nA,1.5,2.5\nB,3.5,4.5\n", "site,2024-01-01,2024-01-02")]
    [InlineData("RI,Na,Mg\n1.52,13.64,4.49\n1.51,13.89,3.6\n", "RI,Na,Mg")]
    [InlineData("id,NA,NZ\n1,0.5,0.25\n2,0.75,0.5\n", "id,NA,NZ")]
    [InlineData("code\nA-1\nA-2\nA-3\n", "code")]
    [InlineData("true,flag\nx,true\ny,false\n", "true,flag")]
    public async Task Profile_FirstRowUnlikeTheRowsBelow_Names(string content, string names)
    {
        CsvProfile profile = (await ReadAsync(content)).Profile;
        Assert.True(profile.HasHeader);
        Assert.Equal(names, string.Join(",", profile.Columns.Select(c => c.Name)));
    }

    [Theory]
    [InlineData("01/13/2024,ACME,\"$1,200.00\"\n01/14/2024,ACME,\"$300.00\"\n02/15/2024,Bolt,\"$20.50\"\n")]
    [InlineData("red,small\nblue,large\nred,small\ngreen,large\nblue,small\n")]
    [InlineData("1,2,3\n4,5,6\n7,8,9\n")]
    [InlineData("A-1,x\nA-2,y\nA-3,z\n")]
    [InlineData("2001,5.5\n2002,6.5\n2003,7.5\n")]
    public async Task Profile_FirstRowLikeTheRowsBelow_NoHeaderAndTold(string content)
    {
        var read = await ReadAsync(content);
        Assert.False(read.Profile.HasHeader);
        Assert.Equal(content.Split('\n').Length - 1, read.Rows.Split(' ').Length);
        Assert.Contains(read.Notes, n => n.Kind == IngestionNoteKind.Header);
    }

    [Theory]
    [InlineData("AC,Ascension Island\nAD,Andorra\nAE,United Arab Emirates\n")]
    [InlineData("Ann,Rome\nBob,Paris\nCid,Oslo\n")]
    public async Task Profile_NothingTellsNamesFromTexts_HeaderIsAGuess(string content)
    {
        var read = await ReadAsync(content);
        Assert.True(read.Profile.HasHeader);
        Assert.Contains(read.Notes, n => n is { Kind: IngestionNoteKind.Header, IsGuess: true });
        Assert.Equal(3, (await ReadAsync(content, new CsvOptions { HasHeader = false })).Rows.Split(' ').Count(r => r.Contains('|', StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("\"y\" \"x\"\n\"1\" 5.5 3\n\"2\" 6.5 4\n\"3\" 7.5 1\n")]
    [InlineData("y,x\na,5.5,3\nb,6.5,4\nc,7.5,1\n")]
    public async Task Read_OneNameFewerThanFieldsAndUniqueFirst_RowNames(string content)
    {
        var read = await ReadAsync(content);
        Assert.Equal(["row", "y", "x"], read.Profile.Columns.Select(c => c.Name));
        Assert.EndsWith("|7.5|1", read.Rows, StringComparison.Ordinal);
        Assert.Contains(read.Notes, n => n.Kind == IngestionNoteKind.Names);
    }

    [Fact]
    public async Task Read_OneNameFewerThanFieldsAndRepeats_Refused()
    {
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => ReadAsync("y,x\na,5.5,3\na,6.5,4\nc,7.5,1\n"));
        Assert.Contains("RowNames", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Report 2024,,,\n,,,\nid,name,price,n\n1,a,1.5,2\n2,b,2.5,3\n", 2)]
    [InlineData("Report, 2024\n\nid,name,price,n\n1,a,1.5,2\n2,b,2.5,3\n", 2)]
    [InlineData("sep=,\nid,name,price,n\n1,a,1.5,2\n2,b,2.5,3\n", 0)]
    [InlineData(",,Sums,\nid,name,price,n\n1,a,1.5,2\n2,b,2.5,3\n", 1)]
    public async Task Read_RowsAboveTheNames_PassedOverAndCounted(string content, int lines)
    {
        var read = await ReadAsync(content);
        Assert.Equal(["id", "name", "price", "n"], read.Profile.Columns.Select(c => c.Name));
        Assert.Equal("1|a|1.5|2 2|b|2.5|3", read.Rows);
        Assert.Equal(lines, read.Notes.Where(n => n.Kind == IngestionNoteKind.Skipped).Sum(n => n.Count));
    }

    [Fact]
    public async Task Read_SepLine_IsTheDelimiter() =>
        Assert.Equal("1,5|x 2,5|y", (await ReadAsync("sep=;\na;b\n\"1,5\";x\n\"2,5\";y\n", new CsvOptions { DecimalMark = '.' })).Rows);

    [Fact]
    public async Task Read_CodesAfterTheSample_PutAside()
    {
        var read = await ReadAsync("id,x\n1,1.5\n2,2.5\n007,3.5\n9007199254740993,4.5\n4,5.5\n", new CsvOptions { SampleRows = 2 });
        Assert.Equal("1|1.5 2|2.5 4|5.5", read.Rows);
        Assert.Equal([4L, 5L], read.Rejected.Select(r => r.Line));
        Assert.All(read.Rejected, r => Assert.Contains("code", r.Detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("--")]
    [InlineData("—")]
    [InlineData("#NULL!")]
    [InlineData("\" \"")]
    [InlineData("unknown")]
    public async Task Read_TextForNothingAmongNumbers_MissingAndTold(string cell)
    {
        var read = await ReadAsync($"x,k\n1,a\n{cell},b\n3,c\n{cell},d\n");
        Assert.Equal("1|a ∅|b 3|c ∅|d", read.Rows);
        Assert.Equal(cell == "\" \"" ? 0 : 2, read.Notes.Where(n => n is { Kind: IngestionNoteKind.Missing, IsGuess: true, Column: "x" }).Sum(n => n.Count));
    }

    [Theory]
    [InlineData("strand,x\n+,1\n-,2\n+,3\n", "+|1 -|2 +|3")]
    [InlineData("iso,x\nDE,1\nNA,2\nFR,3\nUS,4\n", "DE|1 NA|2 FR|3 US|4")]
    [InlineData("surname,x\nSmith,1\nNull,2\nJones,3\n", "Smith|1 Null|2 Jones|3")]
    [InlineData("word,x\nlong,1\nNA,2\nshorter,3\n-,4\n", "long|1 ∅|2 shorter|3 ∅|4")]
    public async Task Read_MarkerAmongTexts_TheOtherValuesHaveASay(string content, string rows)
    {
        var read = await ReadAsync(content);
        Assert.Equal(rows, read.Rows);
        Assert.Contains(read.Notes, n => n.Kind == IngestionNoteKind.Missing);
    }

    [Fact]
    public async Task Read_MarkersByOptions_AddedKeptAndByColumn()
    {
        var options = new CsvOptions { AddMissing = { "-999" }, KeepValues = { "?" }, MissingOf = { ["c"] = ["none"] } };
        Assert.Equal("∅|?|NA 2|x|∅", (await ReadAsync("a,b,c\n-999,?,NA\n2,x,none\n", options)).Rows);
    }

    [Fact]
    public async Task Read_DecimalCommasWithoutHeader_SemicolonsPartThem() =>
        Assert.Equal("1.5|2.5 3.25|4.75", (await ReadAsync("1,5;2,5\n3,25;4,75\n")).Rows);

    [Fact]
    public async Task Read_RowOfUnits_PassedOverAndTold()
    {
        var read = await ReadAsync("t,v,site\ns,m/s,\n0.5,3,a\n1.5,4,b\n");
        Assert.Equal("0.5|3|a 1.5|4|b", read.Rows);
        Assert.Contains(read.Notes, n => n.Text.Contains("units", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_DateOrderChangesAfterTheSample_Refused()
    {
        string content = "at,x\n" + string.Concat(Enumerable.Range(1, 28).Select(d => $"{d:00}/01/2024,1\n")) + "01/31/2024,1\n";
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => ReadAsync(content, new CsvOptions { SampleRows = 28 }));
        Assert.Contains("DateOrder", e.Message, StringComparison.Ordinal);
        var read = await ReadAsync(content, new CsvOptions { SampleRows = 28, DateOrder = DateOrder.DayFirst });
        Assert.Equal(30, read.Rejected.Single().Line);
    }

    [Fact]
    public async Task Read_ShortRowsAndEmptySurplus_FilledUpAndCounted()
    {
        var read = await ReadAsync("a,b,c\n1,2,3\n4,5\n6,7,8,,\nfoot\n9,1,2\n");
        Assert.Equal("1|2|3 4|5|∅ 6|7|8 9|1|2", read.Rows);
        Assert.Equal([1L, 1L], read.Notes.Where(n => n.Kind == IngestionNoteKind.Width).Select(n => n.Count));
        Assert.Equal(5, read.Rejected.Single().Line);
        Assert.Equal(3, (await ReadAsync("a,b,c\n1,2,3\n4,5\n6,7,8,,\nfoot\n9,1,2\n", new CsvOptions { Width = CsvWidth.Exact })).Rejected.Count);
    }

    [Fact]
    public async Task Read_BlankLineInOneColumn_MissingValue() => Assert.Equal("1 ∅ 3", (await ReadAsync("x\n1\n\n3\n\n")).Rows);

    [Fact]
    public async Task Read_BlankLinesBetweenRecords_Counted() =>
        Assert.Equal(2, (await ReadAsync("a,b\n1,2\n\n\n3,4\n\n")).Notes.Single().Count);

    [Theory]
    [InlineData("a,b\r1,2\r3,4\r\n")]
    [InlineData("a,b\r1,2\r3,4\n")]
    [InlineData("a,b\r\r\n1,2\r\r\n3,4\r\r\n")]
    public async Task Read_LineEndsByMajority_SameRows(string content) => Assert.Equal("1|2 3|4", (await ReadAsync(content)).Rows);

    [Fact]
    public async Task Read_QuoteEscapeCommentsSkipAndColumns_AsTheOptionsSay()
    {
        var options = new CsvOptions { Quote = '\'', Escape = '\\', CommentPrefix = "//", SkipLines = 2, Columns = ["c", "a"] };
        var read = await ReadAsync("anything, at all\n'what\na,b,c\n1,x,'it\\'s, so'\n// not a row, at all, really\n2,y,'z'\n", options);
        Assert.Equal("it's, so|1 z|2", read.Rows);
        Assert.Equal(1, read.Notes.Single(n => n.Text.Contains("comment", StringComparison.Ordinal)).Count);
    }

    [Fact]
    public async Task Read_BooleanProperty_TakesTheListedWords()
    {
        string words = "yes,no,Y,N,1,0,ja,Nein,true,FALSE,t,f,on,off";
        List<Flag> flags = await new CsvSource(_folder.File("f.csv", "Id,On\n" + string.Concat(words.Split(',').Select((w, i) => $"{i},{w}\n")))).ReadAsync<Flag>().ToListAsync();
        Assert.Equal(words.Split(',').Select((_, i) => i % 2 == 0), flags.Select(f => f.On));
    }

    [Fact]
    public async Task Read_OneVeryLongCell_MessagesStayShort()
    {
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => ReadAsync("a,\"" + new string('x', 900_000) + "\"\n"));
        Assert.True(e.Message.Length < 5000);
    }

    [Fact]
    public async Task Read_ProfileFirstAndThenARecord_MarkThatIsTwoStaysOpen()
    {
        string path = _folder.File("f.csv", "Id;Amount\n1;500\n2;1.234\n");
        var rejected = new List<RejectedRow>();
        var source = new CsvSource(path, await CsvProfile.ReadAsync(path));
        Assert.Equal([new Sale(1, 500)], await source.ReadAsync<Sale>(rejected.Add).ToListAsync());
        Assert.Single(rejected);
    }

    private sealed record Sale(int Id, double Amount);

    private sealed record Flag(int Id, bool On);
}
