using System.Numerics;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.JsonLines;
using AiInfra.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Data.Tests.Ingestion;

/// <summary>Numbers of JSON: as written, or told.</summary>
public sealed class JsonNumberTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private JsonLinesSource Source(string content, JsonLinesOptions? options = null) => new(_folder.File("f.jsonl", content), options);

    private static async Task<(List<Row> Rows, List<RejectedRow> Rejected, List<IngestionNote> Notes)> ReadAsync(IRowSource source)
    {
        List<Row> rows = [];
        List<RejectedRow> rejected = [];
        List<IngestionNote> notes = [];
        await foreach (SourceBatch batch in source.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.AddRange(Enumerable.Range(0, batch.Rows.Count).Select(batch.Rows.Row));
            rejected.AddRange(batch.Rejected);
            notes.AddRange(batch.Notes);
        }

        return (rows, rejected, notes);
    }

    private static string Lines(params string[] lines) => string.Concat(lines.Select(l => l + "\n"));

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("-18446744073709551615")]
    [InlineData("1152921504606846976")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("123456789012345678.90")]
    public async Task Read_MoreDigitsThanADouble_ColumnIsTextWithTheToken(string token)
    {
        (List<Row> rows, _, List<IngestionNote> notes) = await ReadAsync(Source(Lines("{\"id\":1}", $"{{\"id\":{token}}}", "{\"id\":2}")));
        Assert.Equal(["1", token, "2"], rows.Select(r => r["id"].AsText()));
        Assert.Contains(notes, n => n.Column == "id" && n.Kind == IngestionNoteKind.Kinds && n.Count == 1);
    }

    [Theory]
    [InlineData("9007199254740992", 9007199254740992)]
    [InlineData("0.1", 0.1)]
    [InlineData("0.30000000000000004", 0.30000000000000004)]
    [InlineData("1e300", 1e300)]
    [InlineData("1.7976931348623157E308", double.MaxValue)]
    [InlineData("5e-324", double.Epsilon)]
    public async Task Read_NumbersADoubleHolds_Numbers(string token, double expected)
    {
        (List<Row> rows, _, List<IngestionNote> notes) = await ReadAsync(Source($"{{\"n\":{token}}}\n", new JsonLinesOptions { Kinds = { ["n"] = ValueKind.Number } }));
        Assert.Equal(expected, rows[0]["n"].AsNumber());
        Assert.Empty(notes);
    }

    [Fact]
    public async Task Read_LongIdAfterTheSample_PutAsideNotRounded()
    {
        (List<Row> rows, List<RejectedRow> rejected, _) = await ReadAsync(Source(Lines("{\"id\":1}", "{\"id\":9007199254740993}", "{\"id\":3}"), new JsonLinesOptions { SampleRows = 1 }));
        Assert.Equal([1, 3], rows.Select(r => r["id"].AsNumber()));
        Assert.Equal((2L, "id"), (rejected.Single().Line, rejected[0].Column));
        Assert.Contains("'9007199254740993' has more digits than a number holds", rejected[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_FractionOfManyDigits_RoundedAndCounted()
    {
        (List<Row> rows, _, List<IngestionNote> notes) = await ReadAsync(Source("{\"x\":0.10000000000000000555}\n"));
        Assert.Equal(0.1, rows[0]["x"].AsNumber());
        Assert.Equal(1, notes.Single(n => n.Kind == IngestionNoteKind.Numbers).Count);
    }

    public sealed record Ids(long L, ulong U, decimal M, BigInteger B, Int128 I, string S);

    [Fact]
    public async Task ReadRecords_NumbersAndNumbersInTexts_EveryDigit()
    {
        string content = Lines(
            "{\"l\":9223372036854775807,\"u\":18446744073709551615,\"m\":12345678901234567890.12,\"b\":123456789012345678901234567890,\"i\":170141183460469231731687303715884105727,\"s\":9007199254740993}",
            "{\"l\":\"9223372036854775807\",\"u\":\"18446744073709551615\",\"m\":\"12345678901234567890.12\",\"b\":\"123456789012345678901234567890\",\"i\":\"170141183460469231731687303715884105727\",\"s\":\"9007199254740993\"}");
        var expected = new Ids(long.MaxValue, ulong.MaxValue, 12345678901234567890.12m, BigInteger.Parse("123456789012345678901234567890", System.Globalization.CultureInfo.InvariantCulture), Int128.MaxValue, "9007199254740993");
        Assert.Equal([expected, expected], await Source(content).ReadAsync<Ids>().ToListAsync());
    }

    public sealed record Key(string Id);

    [Theory]
    [InlineData("1000000000000000", "1000000000000000")]
    [InlineData("1.50", "1.50")]
    [InlineData("\"007\"", "007")]
    [InlineData("true", "true")]
    public async Task ReadRecords_NumberIntoText_TheTokenAsItStands(string token, string expected) =>
        Assert.Equal(new Key(expected), await Source($"{{\"id\":{token}}}\n").ReadAsync<Key>().SingleAsync());

    [Fact]
    public async Task Run_IdsBeyond2To53_NoneDropped()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string content = Lines([.. Enumerable.Range(0, 500).Select(i => $"{{\"id\":{9_007_199_254_740_992 + i}}}")]);
        IngestionResult result = await new IngestionBuilder<Row>("d").From(Source(content)).Deduplicate().ToDataset().Build().RunAsync(store.Datasets);
        Assert.Equal((500, 0), (result.Report.Written, result.Report.Duplicates));
    }

    [Fact]
    public async Task Read_LeadingZerosInTexts_StayText()
    {
        (List<Row> rows, List<RejectedRow> rejected, _) = await ReadAsync(Source(Lines("{\"zip\":\"01234\",\"n\":1}", "{\"zip\":\"1\",\"n\":\"007\"}"), new JsonLinesOptions { Kinds = { ["zip"] = ValueKind.Text }, SampleRows = 1 }));
        Assert.Equal("01234", rows[0]["zip"].AsText());
        Assert.Contains("'007'", rejected.Single().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NanAndInfinities_NoValueAndInfinite()
    {
        (List<Row> rows, List<RejectedRow> rejected, List<IngestionNote> notes) = await ReadAsync(Source(Lines("{\"x\":NaN,\"t\":\"NaN\"}", "{\"x\":-Infinity,\"t\":\"Infinity\"}", "{\"x\":Infinity,\"t\":\"\\\"NaN\"}", "{\"x\":1,\"t\":\"\"}")));
        Assert.Empty(rejected);
        Assert.True(rows[0]["x"].IsMissing);
        Assert.Equal([double.NegativeInfinity, double.PositiveInfinity, 1], rows.Skip(1).Select(r => r["x"].AsNumber()));
        Assert.Equal(["NaN", "Infinity", "\"NaN", ""], rows.Select(r => r["t"].AsText()));
        Assert.Equal(1, notes.Single(n => n.Kind == IngestionNoteKind.Missing).Count);
    }

    [Fact]
    public async Task Read_BeyondAllDoubles_PutAside()
    {
        (List<Row> rows, List<RejectedRow> rejected, _) = await ReadAsync(Source(Lines([.. Enumerable.Range(0, 200).Select(i => $"{{\"n\":{i}}}"), "{\"n\":1e400}"])));
        Assert.Equal(200, rows.Count);
        Assert.Contains("'1e400' is beyond what a number can be", rejected.Single().Detail, StringComparison.Ordinal);
    }
}
