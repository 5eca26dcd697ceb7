using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Laws;
using CsCheck;

namespace AiInfra.Core.Tests.Rows;

public sealed class RowTests
{
    private static readonly Gen<Value> AnyValue = Gen.OneOf(
        Gen.Const(Value.Missing),
        Gen.Double.Select(Value.Of),
        Gen.String.Select(Value.Of),
        Gen.Bool.Select(Value.Of),
        Gen.DateTime.Select(d => Value.Of(DateTime.SpecifyKind(d, DateTimeKind.Utc))));

    private static readonly RowSchema Schema = new([new Column("price", ValueKind.Number), new Column("site", ValueKind.Text)]);

    [Fact]
    public void Json_AnyValue_ComesBackEqual() => AnyValue.ForAll(v => JsonSerializer.Deserialize<Value>(JsonSerializer.Serialize(v)) == v);

    [Fact]
    public void Equality_OfEqualValues_HasEqualHashes() => AnyValue.ForAll(v => v.GetHashCode() == JsonSerializer.Deserialize<Value>(JsonSerializer.Serialize(v)).GetHashCode());

    [Fact]
    public void Row_WrongNumberOfValues_SaysBoth()
    {
        var e = Assert.Throws<ArgumentException>(() => new Row(Schema, [1.0]));
        Assert.Contains("2 columns, the row 1 values", e.Message);
    }

    [Fact]
    public void Row_UnknownColumn_ListsTheColumns() =>
        Assert.Contains("Columns: price, site", Assert.Throws<ArgumentException>(() => new Row(Schema, [1.0, "a"])["prize"]).Message);

    [Fact]
    public void Schema_NameTwice_SaysWhere() =>
        Assert.Contains("appears twice, at 0 and 1", Assert.Throws<ArgumentException>(() => new RowSchema([new Column("a", ValueKind.Number), new Column("a", ValueKind.Text)])).Message);

    [Fact]
    public void Schema_SameColumns_AreEqualInOrderOnly()
    {
        Assert.Equal(Schema, new RowSchema(Schema.Columns));
        Assert.NotEqual(Schema, new RowSchema(Schema.Columns.Reverse()));
    }

    [Fact]
    public void AsNumber_OfText_SaysWhatItHolds() => Assert.Contains("Text ('abc')", Assert.Throws<InvalidOperationException>(() => Value.Of("abc").AsNumber()).Message);
}
