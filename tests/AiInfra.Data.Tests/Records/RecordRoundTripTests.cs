using System.Globalization;
using System.Numerics;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Data.Tests.Records;

/// <summary>A record written to a commit and read back is equal, whatever its properties hold.</summary>
public sealed class RecordRoundTripTests
{
    public enum Case
    {
        a,
        A,
    }

    [Flags]
    public enum Right
    {
        None = 0,
        Read = 1,
        Write = 2,
    }

    public sealed record Numbers(
        double D, float F, Half H, decimal M, sbyte I8, byte U8, short I16, ushort U16, int I32, uint U32, long I64, ulong U64, Int128 I128, UInt128 U128, BigInteger Big);

    public sealed record Others(
        bool Flag, string Text, char C, Guid Id, Uri Link, Case Case, Right Right, DateTime At, DateTimeOffset Offset, DateOnly Day, TimeOnly Time, TimeSpan Span);

    public sealed record Maybe(double? D, decimal? M, long? I64, ulong? U64, Int128? I128, BigInteger? Big, bool? Flag, string? Text, char? C, Guid? Id, Case? Case, DateTime? At, DateOnly? Day, TimeOnly? Time, TimeSpan? Span);

    private static async Task<List<T>> ThereAndBackAsync<T>(params T[] records)
    {
        await using TestStore store = await TestStore.CreateAsync();
        Dataset dataset = await store.Datasets.WriteRecordsAsync("d", records.ToAsyncEnumerable(), new DatasetWriteOptions { RowGroupRows = 3 });
        Assert.True((await dataset.VerifyAsync()).IsIntact);
        return await dataset.ReadAsync<T>().ToListAsync();
    }

    [Fact]
    public async Task Numbers_LowestHighestAndTiny_ComeBackEqual()
    {
        Numbers[] records =
        [
            new(double.MinValue, float.MinValue, Half.MinValue, decimal.MinValue, sbyte.MinValue, byte.MinValue, short.MinValue, ushort.MinValue, int.MinValue, uint.MinValue, long.MinValue, ulong.MinValue, Int128.MinValue, UInt128.MinValue, -BigInteger.Pow(10, 60)),
            new(double.MaxValue, float.MaxValue, Half.MaxValue, decimal.MaxValue, sbyte.MaxValue, byte.MaxValue, short.MaxValue, ushort.MaxValue, int.MaxValue, uint.MaxValue, long.MaxValue, ulong.MaxValue, Int128.MaxValue, UInt128.MaxValue, BigInteger.Pow(7, 99)),
            new(double.Epsilon, float.Epsilon, Half.Epsilon, 0.0000000000000000000000000001m, 0, 0, 0, 0, 0, 0, (1L << 53) + 1, (1UL << 53) + 1, 1, 1, 1),
            new(double.PositiveInfinity, float.NegativeInfinity, Half.PositiveInfinity, 12345678901234567.89m, 1, 1, 1, 1, 1, 1, -(1L << 53) - 1, 1UL << 63, -1, 7, 0),
            new(0.1, 0.1f, (Half)0.1f, 0.1m, 1, 1, 1, 1, 1, 1, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000, 5, 6, 9007199254740992),
        ];
        Assert.Equal(records, await ThereAndBackAsync(records));
    }

    [Fact]
    public async Task Others_ExtremesAndPartsOfAMicrosecond_ComeBackEqual()
    {
        Others[] records =
        [
            new(false, "", '\0', Guid.Empty, new Uri("a b", UriKind.Relative), Case.a, Right.None, DateTime.MinValue, DateTimeOffset.MinValue, DateOnly.MinValue, TimeOnly.MinValue, TimeSpan.MinValue),
            new(true, "ä\0\n😀", '"', Guid.NewGuid(), new Uri("http://x/a%20b?q=%C3%A4"), Case.A, Right.Read | Right.Write, DateTime.MaxValue, DateTimeOffset.MaxValue, DateOnly.MaxValue, TimeOnly.MaxValue, TimeSpan.MaxValue),
            new(true, "007", 'x', Guid.Empty, new Uri("http://x/"), Case.A, Right.Read, new DateTime(638_000_000_000_000_007, DateTimeKind.Utc), new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.FromHours(5)).AddTicks(3), new DateOnly(2024, 2, 29), new TimeOnly(7, 8, 9, 10).Add(TimeSpan.FromTicks(1)), TimeSpan.FromTicks(-1)),
        ];
        Assert.Equal(records, await ThereAndBackAsync(records));
    }

    [Fact]
    public async Task Maybe_NothingAndSomething_ComeBackEqual()
    {
        var nothing = new Maybe(null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
        var all = new Maybe(1, 1m, long.MaxValue, ulong.MaxValue, Int128.MaxValue, BigInteger.Pow(3, 100), true, "", 'c', Guid.NewGuid(), Case.A, DateTime.MaxValue, DateOnly.MaxValue, TimeOnly.MaxValue, TimeSpan.MaxValue);
        Assert.Equal([nothing, nothing, all, nothing], await ThereAndBackAsync(nothing, nothing, all, nothing));
    }

    public sealed record Key(long Id);

    [Fact]
    public async Task Numbers_RandomLongs_ComeBackEqualAndEqualCommits()
    {
        var random = new Random(5);
        Key[] keys = [.. Enumerable.Range(0, 2000).Select(i => new Key(random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64)))];
        Assert.Equal(keys, await ThereAndBackAsync(keys));
    }

    [Fact]
    public async Task Write_BatchesOfOtherSizes_SameCommit()
    {
        await using TestStore store = await TestStore.CreateAsync();
        var schema = new RowSchema([new Column("id", ValueKind.Number)]);
        Row[] rows = [.. Enumerable.Range(0, 50).Select(i => new Row(schema, [i < 20 ? Value.Of(i) : Value.Of(long.MaxValue - i)]))];
        var commits = new List<string>();
        foreach (int size in new[] { 50, 7, 1 })
        {
            await using DatasetWriter writer = store.Datasets.CreateWriter($"d{size}", schema, new DatasetWriteOptions());
            foreach (Row[] some in rows.Chunk(size))
            {
                var builder = new RowBatchBuilder(schema);
                Array.ForEach(some, r => builder.Add(r));
                await writer.AppendAsync(builder.Build());
            }

            Dataset dataset = await writer.CommitAsync();
            commits.Add(string.Join(",", dataset.Commit.Files.Select(f => f.Digest.Hex)));
            Assert.Equal(rows.Select(r => r["id"]), (await dataset.ReadRowsAsync().ToListAsync()).Select(r => r["id"]));
        }

        Assert.Single(commits.Distinct());
    }

    [Fact]
    public async Task Deduplicate_IdsBeyond2To53_AllKept()
    {
        await using TestStore store = await TestStore.CreateAsync();
        Key[] keys = [.. Enumerable.Range(0, 100).Select(i => new Key(9_007_199_254_740_992 + i)), new(9_007_199_254_740_995)];
        IngestionResult result = await new IngestionBuilder<Key>("k").From(keys.ToAsyncEnumerable(), "keys").DeduplicateBy(k => k.Id).ToDataset().Build().RunAsync(store.Datasets);
        Assert.Equal((100, 1), (result.Report.Written, result.Report.Duplicates));
        Assert.Equal(keys[..100], await result.Dataset.ReadAsync<Key>().ToListAsync());
    }

    [Fact]
    public async Task Deduplicate_ZeroAndMinusZeroEqual_TextAndNumberNot()
    {
        await using TestStore store = await TestStore.CreateAsync();
        var schema = new RowSchema([new Column("n", ValueKind.Number), new Column("t", ValueKind.Text)]);
        Row[] rows = [new(schema, [0.0, "1"]), new(schema, [-0.0, "1"]), new(schema, [default, "1"]), new(schema, [1.0, default])];
        IngestionResult result = await new IngestionBuilder<Row>("k").From(rows.ToAsyncEnumerable(), "rows").Deduplicate().ToDataset().Build().RunAsync(store.Datasets);
        Assert.Equal((3, 1), (result.Report.Written, result.Report.Duplicates));
    }

    [Fact]
    public async Task Write_HalfASurrogatePair_RefusedNotReplaced()
    {
        DatasetException e = await Assert.ThrowsAsync<DatasetException>(() => ThereAndBackAsync(new Maybe(null, null, null, null, null, null, null, "a\uD800b", null, null, null, null, null, null, null)));
        Assert.Contains("'Text' holds half of a surrogate pair (U+D800)", e.Message, StringComparison.Ordinal);
    }

    public sealed record Small(float F, int I);

    [Fact]
    public async Task Read_BeyondTheProperty_RefusedNotRounded()
    {
        await using TestStore store = await TestStore.CreateAsync();
        var schema = new RowSchema([new Column("F", ValueKind.Number), new Column("I", ValueKind.Number)]);
        Dataset dataset = await store.Datasets.WriteAsync("d", [new Row(schema, [1e300, 1])]);
        Exception e = await Assert.ThrowsAnyAsync<Exception>(async () => await dataset.ReadAsync<Small>().ToListAsync());
        Assert.Contains("Single can hold", e.Message, StringComparison.Ordinal);
    }

    public sealed record Money(decimal Amount);

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1.2345678901234567e-20)]
    [InlineData(1e29)]
    public async Task Read_NumberThatNoDecimalHolds_RefusedNotRounded(double number)
    {
        await using TestStore store = await TestStore.CreateAsync();
        var schema = new RowSchema([new Column("Amount", ValueKind.Number)]);
        Dataset dataset = await store.Datasets.WriteAsync("d", [new Row(schema, [number])]);
        Exception e = await Assert.ThrowsAnyAsync<Exception>(async () => await dataset.ReadAsync<Money>().ToListAsync());
        Assert.Contains("a decimal is expected", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1234567890123456, "1234567890123456")]
    [InlineData(0.12345678901234566, "0.12345678901234566")]
    [InlineData(0.00001, "0.00001")]
    [InlineData(1e-20, "0.00000000000000000001")]
    public async Task Read_DoubleIntoDecimal_ItsShortestNotationNotFifteenDigits(double number, string expected)
    {
        await using TestStore store = await TestStore.CreateAsync();
        var schema = new RowSchema([new Column("Amount", ValueKind.Number)]);
        Dataset dataset = await store.Datasets.WriteAsync("d", [new Row(schema, [number])]);
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), (await dataset.ReadAsync<Money>().SingleAsync()).Amount);
    }

    [Theory]
    [InlineData("9007199254740993", "9007199254740993", true)]
    [InlineData("9007199254740992", "9007199254740992", false)]
    [InlineData("1e18", "1000000000000000000", true)]
    [InlineData("0.1", "0.1", false)]
    [InlineData("0.30000000000000004", "0.30000000000000004", false)]
    [InlineData("12345678901234567.890", "12345678901234567.89", true)]
    [InlineData("-00012345678901234567890", "-12345678901234567890", true)]
    [InlineData("1e-7", "1E-07", false)]
    public void TryNumber_AsWritten_DigitsKept(string text, string expected, bool beyond)
    {
        Assert.True(Value.TryNumber(text, out Value value));
        Assert.Equal((expected, beyond), (value.AsText(), value.IsBeyondDouble));
        Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), value.AsNumber());
        string json = System.Text.Json.JsonSerializer.Serialize(value);
        Assert.Equal(value, System.Text.Json.JsonSerializer.Deserialize<Value>(json));
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("1,5")]
    public void TryNumber_NoNumber_False(string text) => Assert.False(Value.TryNumber(text, out _));
}
