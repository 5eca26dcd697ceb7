using System.ComponentModel.DataAnnotations.Schema;
using AiInfra.Core.Rows;

namespace AiInfra.Core.Tests.Rows;

public sealed class RecordShapeTests
{
    public sealed record Plank([property: Column("length-cm")] double Length, string Wood, DateOnly? Cut)
    {
        [Column("price (EUR)")]
        public decimal Price { get; init; }

        [NotMapped]
        public Version? Saw { get; init; }

        public double Metres => Length / 100;
    }

    public sealed class Loose
    {
        public Loose(Stream file) => throw new NotSupportedException(file.ToString());

        public Loose()
        {
        }

        public int Count { get; set; }

        public string? Note { get; set; }
    }

    public sealed record Twice([property: Column("a b")] int X, int AB);

    [Fact]
    public void Schema_AttributesAndOrder_AreTheColumns() => Assert.Equal(
        [new("length-cm", ValueKind.Number), new("Wood", ValueKind.Text), new("Cut", ValueKind.Instant), new("price (EUR)", ValueKind.Number)],
        RecordShape<Plank>.Instance.Schema.Columns);

    [Fact]
    public void ToRow_ThenRead_GivesTheRecordBack()
    {
        var plank = new Plank(240.5, "oak", new DateOnly(2024, 2, 29)) { Price = 12345678901234567.89m };
        RecordShape<Plank> shape = RecordShape<Plank>.Instance;
        Row row = shape.ToRow(plank);
        Assert.Equal(plank, shape.Read(row));
        var builder = new RowBatchBuilder(shape.Schema);
        builder.Add(row);
        Assert.Equal(plank, shape.Read(builder.Build(), 0));
    }

    [Fact]
    public void Read_RowThatDoesNotFit_NamesColumnAndProperty()
    {
        RecordShape<Loose> shape = RecordShape<Loose>.Instance;
        var row = new Row(shape.Schema, [Value.Of(1.5), Value.Missing]);
        ArgumentException e = Assert.Throws<ArgumentException>(() => shape.Read(row));
        Assert.Contains("Loose.Count", e.Message, StringComparison.Ordinal);
        Assert.Contains("1.5", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ConstructorForAnotherPurpose_IsPassedOver()
    {
        RecordShape<Loose> shape = RecordShape<Loose>.Instance;
        Loose loose = shape.Read(new Row(shape.Schema, [Value.Of(3), Value.Of("n")]));
        Assert.Equal((3, "n"), (loose.Count, loose.Note));
    }

    [Fact]
    public void Instance_TwoPropertiesForOneColumn_SaysWhich()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => RecordShape<Twice>.Instance);
        Assert.Contains("X as 'a b', AB as 'AB'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lengthCM", 0)]
    [InlineData("wood", 1)]
    [InlineData("wo-od", 1)]
    [InlineData("other", -1)]
    public void Find_NamesWithoutCaseAndSigns_AreTheSame(string wanted, int expected) =>
        Assert.Equal(expected, ColumnKey.Find(["length-cm", "wood"], wanted, out _));

    [Fact]
    public void Find_SeveralAlike_AreNamedAndNoneIsTaken()
    {
        Assert.Equal(-1, ColumnKey.Find(["a-b", "a b", "c"], "AB", out IReadOnlyList<string> alike));
        Assert.Equal(["a-b", "a b"], alike);
    }

    [Fact]
    public void AnswerColumns_ProbabilitiesLabelAndValue_AreFoundByName()
    {
        var schema = new RowSchema([new("probability.no", ValueKind.Number), new("probability.yes", ValueKind.Number), new("label", ValueKind.Text)]);
        var columns = AnswerColumns.Of(schema);
        Assert.Equal((true, false), (columns.HasLabel, columns.HasValue));
        Assert.Equal(["no", "yes"], columns.Classes);
        Assert.Equal([0, 1, 1.2], new[] { -1e-7, 1.0000001, 1.2 }.Select(AnswerColumns.WithoutRounding));
    }
}
