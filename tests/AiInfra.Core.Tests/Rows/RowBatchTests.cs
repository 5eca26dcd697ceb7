using AiInfra.Core.Rows;

namespace AiInfra.Core.Tests.Rows;

/// <summary>Rows by column, and columns as rows.</summary>
public sealed class RowBatchTests
{
    private static readonly RowSchema Schema = new([new Column("n", ValueKind.Number), new Column("t", ValueKind.Text), new Column("b", ValueKind.Boolean), new Column("i", ValueKind.Instant)]);

    [Fact]
    public void Of_Rows_GivesThemBackAsTheyWere()
    {
        Row[] rows = [new(Schema, [1.5, "a", true, DateTime.UnixEpoch]), new(Schema, [Value.Missing, Value.Missing, Value.Missing, Value.Missing]), new(Schema, [Value.Of(9_007_199_254_740_993L), "", false, DateTime.UnixEpoch.AddTicks(1)])];
        RowBatch batch = RowBatch.Of(rows);
        Assert.Same(Schema, batch.Schema);
        Assert.Equal(rows.Select(r => r.Values.ToArray()), batch.Select(r => r.Values.ToArray()));
        Assert.Equal("9007199254740993", batch["n"][2].AsText());
        Assert.Same(batch, RowBatch.Of(batch));
    }

    [Fact]
    public void Of_RowsOfOtherSchemas_AreMatchedByName()
    {
        var turned = new RowSchema([new Column("extra", ValueKind.Number), new Column("i", ValueKind.Instant), new Column("b", ValueKind.Boolean), new Column("t", ValueKind.Text), new Column("n", ValueKind.Number)]);
        RowBatch batch = RowBatch.Of([new(Schema, [1, "a", true, DateTime.UnixEpoch]), new(turned, [9, DateTime.UnixEpoch, false, "b", 2])]);
        Assert.Equal([2, "b", false, DateTime.UnixEpoch], batch.Row(1).Values.ToArray());
    }

    [Fact]
    public void Of_RowThatDoesNotFit_NamesIt()
    {
        Row good = new(Schema, [1, "a", true, DateTime.UnixEpoch]);
        Assert.Contains("row 1 has '7' of kind Number", Assert.Throws<ArgumentException>(() => RowBatch.Of([good, new(Schema, [1, 7, true, DateTime.UnixEpoch])])).Message, StringComparison.Ordinal);
        Assert.Contains("Row 1 lacks the column 'n'", Assert.Throws<ArgumentException>(() => RowBatch.Of([good, new(Schema.Without("n"), ["a", true, DateTime.UnixEpoch])])).Message, StringComparison.Ordinal);
        Assert.Contains("there is none", Assert.Throws<ArgumentException>(() => RowBatch.Of([])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3.0, ValueKind.Number)]
    [InlineData(null, ValueKind.Text)]
    public void Of_ColumnWhoseKindNobodyKnows_TakesThatOfItsFirstValue(double? value, ValueKind kind)
    {
        var unknown = new RowSchema([new Column("x", ValueKind.Missing)]);
        RowBatch batch = RowBatch.Of([new(unknown, [Value.Missing]), new(unknown, [value is { } number ? Value.Of(number) : Value.Missing])]);
        Assert.Equal(kind, batch.Schema.Columns[0].Kind);
        Assert.Equal(value is null, batch["x"].IsMissing(1));
    }

    [Fact]
    public void With_AnotherColumn_StandsLast()
    {
        RowBatch batch = RowBatch.Of([new(Schema, [1, "a", true, DateTime.UnixEpoch])]).With("y", ColumnData.Of(ValueKind.Text, ["up"]));
        Assert.Equal("up", batch.Row(0)["y"]);
        Assert.Throws<ArgumentException>(() => batch.With("y", ColumnData.Of(ValueKind.Text, ["up"])));
        Assert.Throws<ArgumentException>(() => batch.With("z", ColumnData.Of(ValueKind.Text, ["up", "down"])));
        Assert.Contains("'1' of kind Number, which came in row 1", Assert.Throws<ArgumentException>(() => ColumnData.Of(ValueKind.Text, ["up", 1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Concat_FewerRowsThanRoom_HoldsThoseThatCame()
    {
        RowBatch one = RowBatch.Of([new(Schema, [1, "a", true, DateTime.UnixEpoch]), new(Schema, [2, "b", false, DateTime.UnixEpoch])]);
        var all = new RowBatchConcat(Schema, 5);
        all.Add(one);
        all.Add(one);
        Assert.Throws<ArgumentException>(() => all.Add(one));
        RowBatch batch = all.Build();
        Assert.Equal(["a", "b", "a", "b"], batch.Texts("t"));
        Assert.Equal([1, 2, 1, 2], batch.Numbers("n"));
    }
}
