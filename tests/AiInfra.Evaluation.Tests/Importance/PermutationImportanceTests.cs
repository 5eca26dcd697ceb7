using AiInfra.Core.Rows;
using AiInfra.Evaluation.Importance;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;

namespace AiInfra.Evaluation.Tests.Importance;

public sealed class PermutationImportanceTests
{
    private static readonly RowSchema s_schema = new([new("strong", ValueKind.Number), new("weak", ValueKind.Number), new("unused", ValueKind.Text), new("y", ValueKind.Number)]);
    private static readonly RowSchema s_value = new([new("value", ValueKind.Number)]);
    private static readonly RowSchema s_label = new([new("label", ValueKind.Text)]);

    [Fact]
    public void Of_LinearModel_OrdersColumnsAndAgreesWithTheFormula()
    {
        Row[] rows = Rows(4000);
        IReadOnlyList<ColumnImportance> found = PermutationImportance.Of(rows, "y", Linear, new MeanSquaredError(), new ImportanceOptions { Repeats = 10 });

        // Of a perfect linear model, shuffling a column costs twice its coefficient's square times its variance (1/12 of a uniform one).
        Assert.Equal(["strong", "weak", "unused"], found.Select(c => c.Column));
        Assert.Equal(2 * 9 / 12.0, found[0].Drop, 0.1);
        Assert.Equal(2 * 1 / 12.0, found[1].Drop, 0.02);
        Assert.Equal(0, found[2].Drop);
        Assert.All(found, c => Assert.True(c.Interval.Contains(c.Drop) && c.Drops.Count == 10));
        Assert.True(found[0].Interval.Low > found[1].Interval.High);
    }

    [Fact]
    public void Of_MetricWhereMoreIsBetter_DropIsStillPositive()
    {
        Row[] rows = [.. Rows(500).Select(r => new Row(s_schema, [r[0], r[1], r[2], r[0].AsNumber() > 0.5 ? 1 : 0]))];
        IReadOnlyList<ColumnImportance> found = PermutationImportance.Of(
            rows, "y", asked => [.. asked.Select(r => new Row(s_label, [r["strong"].AsNumber() > 0.5 ? "1" : "0"]))], new Accuracy());
        Assert.Equal("strong", found[0].Column);
        Assert.InRange(found[0].Drop, 0.4, 0.6);
        Assert.All(found.Skip(1), c => Assert.Equal(0, c.Drop));
    }

    [Fact]
    public void Of_Seed_GivesTheSameAgain()
    {
        Row[] rows = Rows(200);
        Assert.Equal(
            PermutationImportance.Of(rows, "y", Linear, new MeanAbsoluteError()).SelectMany(c => c.Drops),
            PermutationImportance.Of(rows, "y", Linear, new MeanAbsoluteError()).SelectMany(c => c.Drops));
    }

    [Fact]
    public void Of_WhatCannotBe_SaysWhy()
    {
        Row[] rows = Rows(10);
        Assert.Throws<ArgumentException>(() => PermutationImportance.Of(rows, "nothing", Linear, new MeanAbsoluteError()));
        Assert.Contains("answers", Assert.Throws<ArgumentException>(() => PermutationImportance.Of(rows, "y", _ => [], new MeanAbsoluteError())).Message, StringComparison.Ordinal);
        Assert.Contains("two", Assert.Throws<ArgumentException>(() => PermutationImportance.Of(rows[..1], "y", Linear, new MeanAbsoluteError())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => PermutationImportance.Of(rows, "y", Linear, new MeanAbsoluteError(), new ImportanceOptions { Repeats = 1 }));
    }

    private static IReadOnlyList<Row> Linear(IReadOnlyList<Row> rows) => [.. rows.Select(r => new Row(s_value, [(3 * r["strong"].AsNumber()) + r["weak"].AsNumber()]))];

    private static Row[] Rows(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            double strong = random.NextDouble(), weak = random.NextDouble();
            return new Row(s_schema, [strong, weak, $"t{i % 3}", (3 * strong) + weak]);
        })];
    }
}
