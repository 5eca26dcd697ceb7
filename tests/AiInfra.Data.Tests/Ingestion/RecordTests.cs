using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Support;

namespace AiInfra.Data.Tests.Ingestion;

public sealed class RecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public enum Colour
    {
        Red,
        Green,
    }

    public sealed record Everything(
        double D, float F, decimal M, int I, long L, byte B, bool Flag, string Text, string? Note, Colour Colour, Guid Id,
        DateTime At, DateTimeOffset Offset, DateOnly Day, TimeSpan Span, int? MaybeInt, DateTime? MaybeAt, Colour? MaybeColour);

    public sealed class Settable
    {
        public int HoursPerWeek { get; set; }

        public string? Zip { get; set; }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteRecords_EveryKindOfProperty_ComesBackEqual()
    {
        await using TestStore store = await TestStore.CreateAsync();
        var at = new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc);
        Everything[] records =
        [
            new(1.5, 2.5f, 3.5m, -4, 1L << 50, 255, true, "t", null, Colour.Green, Guid.NewGuid(), at, new DateTimeOffset(at), new DateOnly(2024, 1, 2), TimeSpan.FromMinutes(90), null, null, null),
            new(double.MaxValue, 0, 0, int.MaxValue, 0, 0, false, "", "n", Colour.Red, Guid.Empty, at, new DateTimeOffset(at), new DateOnly(1999, 12, 31), TimeSpan.Zero, 7, at, Colour.Green),
        ];
        Dataset dataset = await store.Datasets.WriteRecordsAsync("d", records.ToAsyncEnumerable());
        Assert.Equal(records, await dataset.ReadAsync<Everything>().ToListAsync());
    }

    [Fact]
    public async Task Read_PropertyKindsWinOverInference_ZipKeepsItsDigits()
    {
        Settable person = await new CsvSource(_folder.File("f.csv", "Hours per week,zip\n40,8050\n")).ReadAsync<Settable>().SingleAsync();
        Assert.Equal((40, "8050"), (person.HoursPerWeek, person.Zip));
    }

    [Theory]
    [InlineData("1.5", "an integer is expected, '1.5' was found")]
    [InlineData("3000000000", "Int32 can hold")]
    [InlineData("many", "a number is expected, 'many' was found")]
    [InlineData("", "must have a value")]
    public async Task Read_CellDoesNotFitTheProperty_QuarantinedWithColumnAndReason(string cell, string detail)
    {
        var rejected = new List<RejectedRow>();
        string path = _folder.File("f.csv", $"Hours per week,zip\n40,1\n{cell},2\n");
        Assert.Single(await new CsvSource(path).ReadAsync<Settable>(rejected.Add).ToListAsync());
        Assert.Equal((3L, "Hours per week"), (rejected.Single().Line, rejected[0].Column));
        Assert.Contains(detail, rejected[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_PropertyWithoutColumn_ErrorListsColumns()
    {
        IngestionException e = await Assert.ThrowsAsync<IngestionException>(async () => await new CsvSource(_folder.File("f.csv", "zip,x\n1,2\n")).ReadAsync<Settable>().ToListAsync());
        Assert.Contains("no column for Settable.HoursPerWeek. Its columns: zip, x", e.Message, StringComparison.Ordinal);
    }
}
