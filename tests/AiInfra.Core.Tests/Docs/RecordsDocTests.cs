// <readme> docs/records.md 1
using System.ComponentModel.DataAnnotations.Schema;
using AiInfra.Core.Rows;
// </readme>

namespace AiInfra.Core.Tests.Docs;

public sealed class RecordsDocTests
{
    [Fact]
    public void Records_Document_SaysWhatHappens()
    {
        // <readme> docs/records.md 1
        var plank = new Plank(240.5, Wood.Oak, new DateOnly(2024, 2, 29), Batch: null);
        RowSchema columns = RecordColumns.Schema<Plank>();                        // length-cm: Number, Wood: Text, Cut: Instant, Batch: Number
        Row row = Row.From(plank);                                                // length-cm=240.5, Wood=Oak, Cut=2024-02-29T00:00:00.0000000Z, Batch=(missing)
        string label = RecordColumns.Of<Plank>(p => p.Length).Name;               // "length-cm": how a target or a slice is named
        bool fits = ValueConversion.TryRead(Value.Of(3000000000.0), typeof(int), out object? number, out string? why);   // false, and why
        // </readme>
        Assert.Equal("length-cm: Number, Wood: Text, Cut: Instant, Batch: Number", string.Join(", ", columns.Columns.Select(c => $"{c.Name}: {c.Kind}")));
        Assert.Equal("length-cm=240.5, Wood=Oak, Cut=2024-02-29T00:00:00.0000000Z, Batch=(missing)", row.ToString());
        Assert.Equal("length-cm", label);
        Assert.False(fits);
        Assert.Null(number);
        Assert.Contains("'3000000000'", why, StringComparison.Ordinal);
    }

    // <readme> docs/records.md 1
    enum Wood { Oak, Pine }

    record Plank([property: Column("length-cm")] double Length, Wood Wood, DateOnly Cut, long? Batch);
    // </readme>
}
