using System.ComponentModel.DataAnnotations.Schema;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Tests.Records;

public sealed class RecordRowsTests
{
    private enum Size
    {
        Small,
        Large,
    }

    [Fact]
    public void From_Record_HasItsPropertiesAsColumns()
    {
        Row row = Row.From(new House(120, "oak", new DateTime(2024, 2, 3, 0, 0, 0, DateTimeKind.Utc), true, Size.Large, null));

        Assert.Equal(["Area", "Wood", "built_at", "Garden", "Size", "Rooms"], row.Schema.Columns.Select(c => c.Name));
        Assert.Equal([120, "oak", new DateTime(2024, 2, 3, 0, 0, 0, DateTimeKind.Utc), true, "Large", Value.Missing], row.Values.ToArray());
    }

    [Fact]
    public void ToRows_List_SharesOneSchema()
    {
        IReadOnlyList<Row> rows = new List<House> { new(1, null, default, false, Size.Small, 3), new(2, "ash", default, false, Size.Small, 4) }.ToRows();
        Assert.Equal([1, 2], rows.Select(r => r["Area"].AsNumber()));
        Assert.Same(rows[0].Schema, rows[1].Schema);
        Assert.True(rows[0]["Wood"].IsMissing);
    }

    [Fact]
    public void From_PropertyThatIsNoCell_NamesIt() =>
        Assert.Contains("Tags", Assert.Throws<ArgumentException>(() => Row.From(new Tagged([]))).Message, StringComparison.Ordinal);

    private sealed record House(double Area, string? Wood, [property: Column("built_at")] DateTime Built, bool Garden, Size Size, int? Rooms);

    private sealed record Tagged(string[] Tags);
}
