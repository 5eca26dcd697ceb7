using System.Globalization;
using System.Numerics;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Data.Tests.Ingestion;

/// <summary>Numbers of a CSV file with more digits than a double holds: all of them where a record has room, else none is rounded.</summary>
public sealed class CsvDigitsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public sealed record Ids(long L, ulong U, decimal M, BigInteger B, Int128 I);

    public sealed record Money(decimal Amount);

    public sealed record Key(long Id);

    public sealed record Measure(double Id);

    public void Dispose() => _folder.Dispose();

    private CsvSource Source(string content, CsvOptions? options = null) => new(_folder.File("f.csv", content), options);

    [Fact]
    public async Task ReadRecords_PropertiesThatHoldThem_EveryDigit()
    {
        var expected = new Ids(long.MaxValue, ulong.MaxValue, 12345678901234567890.12m, BigInteger.Parse("-123456789012345678901234567890", CultureInfo.InvariantCulture), Int128.MaxValue);
        List<Ids> read = await Source("l,u,m,b,i\n1,2,3.5,4,5\n9223372036854775807,18446744073709551615,12345678901234567890.12,-123456789012345678901234567890,170141183460469231731687303715884105727\n6,7,8.25,9,10\n").ReadAsync<Ids>().ToListAsync();
        Assert.Equal([new Ids(1, 2, 3.5m, 4, 5), expected, new Ids(6, 7, 8.25m, 9, 10)], read);
    }

    [Theory]
    [InlineData("9007199254740993.25", "9007199254740993.25")]
    [InlineData("0.1234567890123456789", "0.1234567890123456789")]
    [InlineData("\"$12,345,678,901,234,567.89\"", "12345678901234567.89")]
    [InlineData("(12345678901234567.89)", "-12345678901234567.89")]
    [InlineData("-12.345.678.901.234.567,89", "-12345678901234567.89")]
    [InlineData("1234567890123456,78 €", "1234567890123456.78")]
    [InlineData(" 12345678901234567.89 ", "12345678901234567.89")]
    [InlineData("+12345678901234567.89", "12345678901234567.89")]
    [InlineData("0012345678901234567.89", "12345678901234567.89")]
    public async Task ReadRecords_DecimalInAnyNotation_EveryDigit(string cell, string expected)
    {
        char delimiter = cell.Contains(',', StringComparison.Ordinal) && cell[0] != '"' ? ';' : ',';
        Money read = await Source($"amount{delimiter}note\n{cell}{delimiter}x\n").ReadAsync<Money>().SingleAsync();
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), read.Amount);
    }

    [Fact]
    public async Task ReadRecords_BeyondTheProperty_PutAsideWithAReason()
    {
        var rejected = new List<RejectedRow>();
        List<Key> read = await Source("id\n9223372036854775807\n9223372036854775808\n9007199254740993.5\n").ReadAsync<Key>(rejected.Add).ToListAsync();
        Assert.Equal([new Key(long.MaxValue)], read);
        Assert.Equal([3L, 4L], rejected.Select(r => r.Line));
        Assert.Contains("Int64 can hold exactly is expected, '9223372036854775808'", rejected[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NoRoomForThem_NothingIsRounded()
    {
        string content = "id\n1\n9007199254740993\n";
        var rejected = new List<RejectedRow>();
        Assert.Equal([new Measure(1)], await Source(content).ReadAsync<Measure>(rejected.Add).ToListAsync());
        Assert.Contains("more digits than a double holds", rejected.Single().Detail, StringComparison.Ordinal);
        RowSchema schema = await Source(content).GetSchemaAsync(TestContext.Current.CancellationToken);
        Assert.Equal(ValueKind.Text, schema.Columns[0].Kind);
    }

    [Fact]
    public async Task Run_IdsOfARecord_AllKeptThroughTheDatasetAndTold()
    {
        await using TestStore store = await TestStore.CreateAsync();
        string content = "id\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"{9_007_199_254_740_992 + i}\n"));
        IngestionResult result = await new IngestionBuilder<Key>("d").From(Source(content)).Deduplicate().ToDataset().Build().RunAsync(store.Datasets);
        Assert.Equal((500, 0), (result.Report.Written, result.Report.Duplicates));
        Assert.Equal(499, result.Report.Notes.Single(n => n.Kind == IngestionNoteKind.Numbers).Count);
        List<Key> read = await result.Dataset.ReadAsync<Key>().ToListAsync();
        Assert.Equal(Enumerable.Range(0, 500).Select(i => 9_007_199_254_740_992 + i), read.Select(k => k.Id));
    }

    [Fact]
    public async Task ReadRecords_ProfileFoundBefore_EveryDigitToo()
    {
        CsvSource source = Source("id\n1\n2\n9007199254740993\n", new CsvOptions { SampleRows = 2 });
        CsvProfile profile = await source.GetProfileAsync(TestContext.Current.CancellationToken);
        Assert.Equal(9007199254740993, (await new CsvSource(source.Name, profile).ReadAsync<Key>().LastAsync()).Id);
    }
}
