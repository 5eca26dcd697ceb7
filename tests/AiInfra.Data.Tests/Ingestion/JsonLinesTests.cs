using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.JsonLines;
using AiInfra.Support;

namespace AiInfra.Data.Tests.Ingestion;

public sealed class JsonLinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private async Task<(List<Row> Rows, List<RejectedRow> Rejected)> ReadAsync(string content, JsonLinesOptions? options = null)
    {
        var rejected = new List<RejectedRow>();
        return (await new JsonLinesSource(_folder.File("f.jsonl", content), options).ReadRowsAsync(rejected.Add).ToListAsync(), rejected);
    }

    [Fact]
    public async Task Read_MixedObjects_UnionOfColumnsFlattened()
    {
        (List<Row> rows, _) = await ReadAsync("{\"n\":1,\"t\":\"x\",\"in\":{\"b\":true}}\n{\"t\":null,\"at\":\"2024-01-01T00:00:00Z\",\"list\":[1,\"a\"]}\n");
        Assert.Equal(
            [("n", ValueKind.Number), ("t", ValueKind.Text), ("in.b", ValueKind.Boolean), ("at", ValueKind.Instant), ("list", ValueKind.Text)],
            rows[0].Schema.Columns.Select(c => (c.Name, c.Kind)));
        Assert.Equal("[1,\"a\"]", rows[1]["list"].AsText());
        Assert.True(rows[1]["t"].IsMissing);
    }

    [Fact]
    public async Task Read_BrokenLines_QuarantinedWithLine()
    {
        (List<Row> rows, List<RejectedRow> rejected) = await ReadAsync("{\"n\":1}\n{\"n\":\n[1]\n{\"n\":2} x\n\n{\"n\":3}");
        Assert.Equal([1, 3], rows.Select(r => r["n"].AsNumber()));
        Assert.Equal([(2L, RejectReason.InvalidJson), (3L, RejectReason.InvalidJson), (4L, RejectReason.InvalidJson)], rejected.Select(r => (r.Line, r.Reason)));
    }

    [Fact]
    public async Task Read_KindChangesAfterTheSample_QuarantinedWithColumn()
    {
        (List<Row> rows, List<RejectedRow> rejected) = await ReadAsync("{\"n\":1}\n{\"n\":\"two\"}\n{\"n\":\"3\"}\n", new JsonLinesOptions { SampleRows = 1 });
        Assert.Equal([1, 3], rows.Select(r => r["n"].AsNumber()));
        Assert.Equal((2L, "n", RejectReason.WrongKind), (rejected.Single().Line, rejected[0].Column, rejected[0].Reason));
    }

    [Fact]
    public async Task Read_LongLine_PutAsideAndReadingGoesOn()
    {
        string longLine = "{\"n\":\"" + new string('z', 3_000_000) + "\"}";
        (List<Row> rows, List<RejectedRow> rejected) = await ReadAsync($"{{\"n\":1}}\n{longLine}\n{{\"n\":2}}\n", new JsonLinesOptions { MaxLineBytes = 1 << 20 });
        Assert.Equal(2, rows.Count);
        Assert.Equal((2L, RejectReason.TooLong), (rejected.Single().Line, rejected[0].Reason));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("not json\n")]
    [InlineData("{}\n")]
    public async Task Read_NoObject_ClearError(string content)
    {
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(() => ReadAsync(content));
        Assert.Contains("f.jsonl", e.Message, StringComparison.Ordinal);
    }

    public sealed record Question(string QuestionText, string Answer);

    [Fact]
    public async Task Read_Gsm8k_AllQuestions()
    {
        var source = new JsonLinesSource(SharedData.Require("gsm8k-test.jsonl"));
        List<Row> rows = await source.ReadRowsAsync().ToListAsync();
        Assert.Equal(1319, rows.Count);
        Assert.All(rows, r => Assert.Contains("####", r["answer"].AsText()!, StringComparison.Ordinal));
    }
}
