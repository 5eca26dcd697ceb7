using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.JsonLines;
using AiInfra.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Data.Tests.Ingestion;

/// <summary>How objects stand in a file, and which columns come of them.</summary>
public sealed class JsonShapeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<(List<Row> Rows, List<RejectedRow> Rejected, List<IngestionNote> Notes)> ReadAsync(string content, JsonLinesOptions? options = null) =>
        ReadAsync(Encoding.UTF8.GetBytes(content), options);

    private async Task<(List<Row> Rows, List<RejectedRow> Rejected, List<IngestionNote> Notes)> ReadAsync(byte[] content, JsonLinesOptions? options = null)
    {
        List<Row> rows = [];
        List<RejectedRow> rejected = [];
        List<IngestionNote> notes = [];
        await foreach (SourceBatch batch in new JsonLinesSource(_folder.File("f.jsonl", content), options).ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.AddRange(Enumerable.Range(0, batch.Rows.Count).Select(batch.Rows.Row));
            rejected.AddRange(batch.Rejected);
            notes.AddRange(batch.Notes);
        }

        return (rows, rejected, notes);
    }

    [Theory]
    [InlineData("[{\"n\":1},{\"n\":2},{\"n\":3}]")]
    [InlineData("[\n  {\n    \"n\": 1\n  },\n  {\n    \"n\": 2\n  },\n  {\"n\":3}\n]\n")]
    [InlineData("{\n  \"n\": 1\n}\n{\n  \"n\": 2\n}\n{\"n\":3}")]
    [InlineData("{\n \"n\": 1\n} {\"n\":2}{\"n\":3}\r\n")]
    [InlineData("{\"n\":1}\r\n\r\n{\"n\":2}\r\n{\"n\":3}\r\n")]
    [InlineData("\uFEFF{\"n\":1}\n{\"n\":2}\n{\"n\":3}")]
    [InlineData("\uFEFF[{\"n\":1},{\"n\":2},{\"n\":3}]")]
    public async Task Read_LinesArrayOrOverLines_SameRows(string content)
    {
        (List<Row> rows, List<RejectedRow> rejected, _) = await ReadAsync(content);
        Assert.Empty(rejected);
        Assert.Equal([1, 2, 3], rows.Select(r => r["n"].AsNumber()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_LargeArrayOrOverLines_EveryRow(bool array)
    {
        string[] objects = [.. Enumerable.Range(0, 40_000).Select(i => $"{{\n  \"n\": {i},\n  \"t\": \"a {{[,\\\\\\\" \\u00e4{new string('x', i % 50)}\",\n  \"in\": {{\"a\": [1, {{\"b\": 2}}]}}\n}}")];
        (List<Row> rows, List<RejectedRow> rejected, _) = await ReadAsync(array ? $"[{string.Join(",\n", objects)}]" : string.Join("\n", objects));
        Assert.Empty(rejected);
        Assert.Equal(Enumerable.Range(0, objects.Length).Select(i => (double)i), rows.Select(r => r["n"].AsNumber()));
        Assert.Equal("a {[,\\\" äxxx", rows[3]["t"].AsText());
    }

    [Theory]
    [InlineData("[{\"n\":1},2,{\"n\":3}]", "an object is expected, a number was found")]
    [InlineData("[{\"n\":1} {\"n\":3}]", "a comma is expected")]
    [InlineData("[{\"n\":1},,{\"n\":3}]", "an element of the array is expected")]
    [InlineData("[{\"n\":1},{\"n\":3}", "the file ends before the array does")]
    [InlineData("[{\"n\":1},{\"n\":3},{\"n\":", "the file ends in the middle")]
    [InlineData("[{\"n\":1},{\"n\":3}] {\"n\":4}", "something follows the array")]
    [InlineData("[{\"n\":1},{\"n\":nope},{\"n\":3}]", "")]
    public async Task Read_BrokenArray_PutAsideWithItsPlaceAndTheRestRead(string content, string detail)
    {
        (List<Row> rows, List<RejectedRow> rejected, _) = await ReadAsync(content);
        Assert.Equal([1, 3], rows.Select(r => r["n"].AsNumber()));
        Assert.Contains(rejected, r => r.Reason == RejectReason.InvalidJson && r.Detail.Contains(detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_AnArrayOnEveryLine_ErrorSaysThatObjectsAreExpected()
    {
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => ReadAsync("[1,\"a\"]\n[2,\"b\"]\n"));
        Assert.Contains("line 1: an object is expected, an array was found", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_ObjectOverTheLimitInAnArray_SkippedAndReadingGoesOn()
    {
        (List<Row> rows, List<RejectedRow> rejected, _) = await ReadAsync($"[{{\"n\":1}},{{\"n\":\"{new string('\\', 3_000_000)}\"}},{{\"n\":3}}]", new JsonLinesOptions { MaxLineBytes = 1 << 20 });
        Assert.Equal([1, 3], rows.Select(r => r["n"].AsNumber()));
        Assert.Equal(RejectReason.TooLong, rejected.Single().Reason);
    }

    [Fact]
    public async Task Read_NewNamesOnEveryLine_RefusedByMaxColumns()
    {
        string content = string.Concat(Enumerable.Range(0, 6000).Select(i => $"{{\"k{i}\":1,\"l{i}\":1}}\n"));
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => ReadAsync(content));
        Assert.Contains("more than 10,000 different properties, the limit (MaxColumns)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_EmptyName_NamedByItsPlaceAndTold()
    {
        (List<Row> rows, _, List<IngestionNote> notes) = await ReadAsync("{\"\":1,\"column1\":2}\n");
        Assert.Equal(["column1_2", "column1"], rows[0].Schema.Columns.Select(c => c.Name));
        Assert.Equal((1, 2), (rows[0][0].AsNumber(), rows[0][1].AsNumber()));
        Assert.Contains(notes, n => n.Kind == IngestionNoteKind.Names);
    }

    [Fact]
    public async Task Read_PropertyAfterTheSample_ToldCountedOrRefused()
    {
        const string Content = "{\"a\":1}\n{\"a\":2,\"b\":1}\n{\"a\":3,\"b\":2,\"c\":null}\n";
        (List<Row> rows, _, List<IngestionNote> notes) = await ReadAsync(Content, new JsonLinesOptions { SampleRows = 1 });
        Assert.Equal(3, rows.Count);
        IngestionNote note = notes.Single(n => n.Kind == IngestionNoteKind.LeftOut);
        Assert.Equal(("b", 2L, true), (note.Column, note.Count, note.IsGuess));
        (rows, List<RejectedRow> rejected, _) = await ReadAsync(Content, new JsonLinesOptions { SampleRows = 1, NewProperties = JsonNewProperty.RejectRow });
        Assert.Equal((1, 2, "b"), (rows.Count, rejected.Count, rejected[0].Column));
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => ReadAsync(Content, new JsonLinesOptions { SampleRows = 1, NewProperties = JsonNewProperty.Refuse }));
        Assert.Contains("'b'", e.Message, StringComparison.Ordinal);
        (rows, _, notes) = await ReadAsync(Content, new JsonLinesOptions { SampleRows = int.MaxValue });
        Assert.Equal(["a", "b", "c"], rows[0].Schema.Columns.Select(c => c.Name));
        Assert.DoesNotContain(notes, n => n.Kind == IngestionNoteKind.LeftOut);
    }

    [Fact]
    public async Task Read_OneStrayTextAmongNumbers_NumbersStayAndItIsPutAside()
    {
        string content = string.Concat(Enumerable.Range(0, 200).Select(i => $"{{\"n\":{(i == 77 ? "\"oops\"" : i)}}}\n"));
        (List<Row> rows, List<RejectedRow> rejected, List<IngestionNote> notes) = await ReadAsync(content);
        Assert.Equal((199, ValueKind.Number), (rows.Count, rows[0].Schema.Columns[0].Kind));
        Assert.Equal(78, rejected.Single().Line);
        Assert.Contains(notes, n => n.Column == "n" && n.IsGuess);
        (rows, rejected, _) = await ReadAsync(content, new JsonLinesOptions { MisfitTolerance = 0 });
        Assert.Equal((200, 0, ValueKind.Text), (rows.Count, rejected.Count, rows[0].Schema.Columns[0].Kind));
    }

    [Fact]
    public async Task Read_NameTwiceInAnObject_PutAside()
    {
        (List<Row> rows, List<RejectedRow> rejected, _) = await ReadAsync("{\"a\":1}\n{\"a\":2,\"a\":3}\n{\"o\":{\"x\":1},\"o\":{\"x\":2}}\n");
        Assert.Equal([1], rows.Select(r => r["a"].AsNumber()));
        Assert.Equal(["'a' stands twice in the object, and which one counts is not said", "'o.x' stands twice in the object, and which one counts is not said"], rejected.Select(r => r.Detail));
    }

    [Fact]
    public async Task Read_NamesThatCollideOrDifferInCase_TwoColumnsAndTold()
    {
        (List<Row> rows, _, List<IngestionNote> notes) = await ReadAsync("{\"a.b\":1,\"a\":{\"b\":2},\"Id\":3,\"id\":4}\n");
        Assert.Equal([("a.b", 1.0), ("a.b_2", 2), ("Id", 3), ("id", 4)], rows[0].Schema.Columns.Select((c, i) => (c.Name, rows[0][i].AsNumber())));
        Assert.Equal(["a.b_2", "id"], notes.Where(n => n.Kind == IngestionNoteKind.Names).Select(n => n.Column));
    }

    [Fact]
    public async Task Read_NullWhereOthersHaveAnObject_NoColumnOfNulls()
    {
        (List<Row> rows, _, _) = await ReadAsync("{\"user\":null,\"n\":1}\n{\"user\":{\"name\":\"x\"},\"n\":2}\n");
        Assert.Equal(["n", "user.name"], rows[0].Schema.Columns.Select(c => c.Name));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{'a':1}")]
    [InlineData("\"text\"")]
    public async Task Read_LineThatIsNoObject_PutAsideAndReadingGoesOn(string line)
    {
        (List<Row> rows, List<RejectedRow> rejected, _) = await ReadAsync($"{{\"a\":\"x\"}}\n{line}\n{{\"a\":\"y\"}}\n");
        Assert.Equal(["x", "y"], rows.Select(r => r["a"].AsText()));
        Assert.Equal((2L, RejectReason.InvalidJson), (rejected.Single().Line, rejected[0].Reason));
    }

    [Fact]
    public async Task Read_TooDeep_PutAside()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000);
        (List<Row> rows, List<RejectedRow> rejected, _) = await ReadAsync($"{{\"a\":\"x\"}}\n{deep}\n");
        Assert.Single(rows);
        Assert.Equal(RejectReason.InvalidJson, rejected.Single().Reason);
    }

    [Fact]
    public async Task Read_OneByteThatIsNotUtf8_OnlyThatLinePutAside()
    {
        byte[] content = [.. Encoding.UTF8.GetBytes("{\"a\":\"ä\"}\n{\"a\":\""), 0xE9, .. Encoding.UTF8.GetBytes("\"}\n{\"a\":\"ö\"}\n")];
        (List<Row> rows, List<RejectedRow> rejected, _) = await ReadAsync(content);
        Assert.Equal(["ä", "ö"], rows.Select(r => r["a"].AsText()));
        Assert.Equal((2L, RejectReason.InvalidEncoding), (rejected.Single().Line, rejected[0].Reason));
        (rows, rejected, _) = await ReadAsync([.. Encoding.Latin1.GetBytes("{\"a\":\"é\"}\n")], new JsonLinesOptions { Encoding = Encoding.Latin1 });
        Assert.Equal(("é", 0), (rows[0]["a"].AsText(), rejected.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_Utf16_ByMarkOrZeros(bool mark)
    {
        var encoding = new UnicodeEncoding(false, mark);
        (List<Row> rows, _, _) = await ReadAsync([.. encoding.Preamble, .. encoding.GetBytes("{\"a\":\"ä\"}\n{\"a\":\"ö\"}\n")]);
        Assert.Equal(["ä", "ö"], rows.Select(r => r["a"].AsText()));
    }

    [Fact]
    public async Task Read_TimesWithAndWithoutZone_ToldAsAGuess()
    {
        (List<Row> rows, _, List<IngestionNote> notes) = await ReadAsync("{\"at\":\"2024-05-01T12:00:00+02:00\"}\n{\"at\":\"2024-05-01T12:00:00\"}\n");
        Assert.Equal([10, 12], rows.Select(r => r["at"].AsInstant().Hour));
        IngestionNote note = notes.Single(n => n.Kind == IngestionNoteKind.Dates);
        Assert.Equal((true, 1L), (note.IsGuess, note.Count));
        (_, _, notes) = await ReadAsync("{\"at\":\"2024-05-01T12:00:00Z\"}\n");
        Assert.Empty(notes);
    }

    public sealed record Answer(bool Flag);

    [Theory]
    [InlineData("\"yes\"", true)]
    [InlineData("\"N\"", false)]
    [InlineData("\"TRUE\"", true)]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("\"0\"", false)]
    public async Task ReadRecords_BooleanInWords_Read(string token, bool expected) =>
        Assert.Equal(new Answer(expected), await new JsonLinesSource(_folder.File("f.jsonl", $"{{\"flag\":{token}}}\n")).ReadAsync<Answer>().SingleAsync());

    [Fact]
    public async Task Run_Strict_RefusesWhatIsLeftOut()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string path = _folder.File("f.jsonl", "{\"a\":1}\n{\"a\":2,\"b\":1}\n");
        IngestionPipeline pipeline = new IngestionBuilder<Row>("d").JsonLines(path, o => o.SampleRows = 1).Strict().ToDataset().Build();
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => pipeline.RunAsync(store.Datasets));
        Assert.Contains("leftout, b", e.Message, StringComparison.Ordinal);
    }
}
