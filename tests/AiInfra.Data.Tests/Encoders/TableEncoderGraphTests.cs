using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Laws;
using CsCheck;

namespace AiInfra.Data.Tests.Encoders;

/// <summary>What a served model computes from raw columns is what training saw.</summary>
public sealed class TableEncoderGraphTests
{
    private static readonly RowSchema Schema = new(
    [
        new("amount", ValueKind.Number), new("offset", ValueKind.Number), new("city", ValueKind.Text), new("many", ValueKind.Text),
        new("flag", ValueKind.Boolean), new("at", ValueKind.Instant), new("code", ValueKind.Number), new("level", ValueKind.Number), new("born", ValueKind.Instant), new("month", ValueKind.Number),
    ]);

    private static readonly Gen<Value> Number = Gen.Frequency(
        (8, Gen.Double[-1e3, 1e3].Select(x => Value.Of(x))),
        (1, Gen.Double.Select(x => Value.Of(x))),
        (1, Gen.OneOf(Value.Missing, Value.Of(double.PositiveInfinity), Value.Of(double.NegativeInfinity), Value.Of(double.MaxValue), Value.Of(-0.0), Value.Of(double.Epsilon))));

    private static readonly Gen<Value> Text = Gen.Frequency(
        (6, Gen.Int[0, 200].Select(i => Value.Of($"c{i * i / 200}"))),
        (1, Gen.OneOf(Value.Missing, Value.Of(""), Value.Of("Zürich 東京 🚲"), Value.Of(" c1"), Value.Of("C1"))));

    private static readonly Gen<Value> Instant = Gen.Frequency(
        (8, Gen.DateTime[new DateTime(1960, 1, 1), new DateTime(2040, 1, 1)].Select(t => Value.Of(DateTime.SpecifyKind(t, DateTimeKind.Utc)))),
        (1, Gen.OneOf(Value.Missing, Value.Of(DateTime.MinValue), Value.Of(DateTime.MaxValue), Value.Of(DateTime.UnixEpoch))));

    private static readonly Gen<Value> Code = Gen.Frequency(
        (8, Gen.Int[-3, 6].Select(i => Value.Of((double)i))),
        (1, Gen.OneOf(Value.Missing, Value.Of(2.5), Value.Of(1e300), Value.Of(double.NegativeInfinity), Value.Of(9e15), Value.Of(-9.007e15))));

    private static readonly Gen<Row> AnyRow = Gen.Select(
        Number, Number, Text, Text, Gen.OneOf(Value.Missing, Value.Of(true), Value.Of(false)), Instant, Code, Gen.Int[0, 4], (a, o, c, m, f, t, k, l) =>
        new Row(Schema, [a, Value.Of(o.AsNumber() * 1e-3 + 1e9), c, m, f, t, k, Value.Of((double)l), t, k]));

    [Theory]
    [InlineData(CategoryForm.OneHot, false)]
    [InlineData(CategoryForm.Indices, false)]
    [InlineData(CategoryForm.Auto, false)]
    [InlineData(CategoryForm.OneHot, true)]
    public void AppendTo_AnyRows_ComputesWhatEncodeComputes(CategoryForm form, bool ranks)
    {
        var options = new EncodingOptions { Categories = form, MaxCategories = 20, HashBuckets = 7, MaxOneHot = 10, RankScores = ranks };
        options.Roles["code"] = ColumnRole.Category;
        options.Roles["level"] = ColumnRole.Category;
        Row[] training = [.. Training(600)];
        TableEncoder encoder = TableEncoder.Fit(Schema, training, options);
        using var model = new EncodedModel(encoder);

        AnyRow.Array[1, 40].ForAll(
            rows =>
            {
                EncodedBatch ours = encoder.Encode(rows);
                (float[] dense, long[] categories) = model.Run(rows);
                Assert.Equal(ours.Categories, categories);
                Assert.Equal(ours.Dense.Length, dense.Length);
                for (int i = 0; i < dense.Length; i++)
                {
                    Assert.True(Math.Abs(ours.Dense[i] - dense[i]) <= 1e-6 * Math.Max(1, Math.Abs(dense[i])),
                        $"{encoder.FeatureNames[i % encoder.Width]}: {ours.Dense[i]:R} here, {dense[i]:R} in the graph, of {rows[i / encoder.Width]}");
                }
            },
            count: 200);
    }

    [Fact]
    public void RankScores_SkewedNumber_SpreadsEvenlyAndSurvivesSaving()
    {
        var schema = new RowSchema([new("x", ValueKind.Number)]);
        Row[] rows = [.. Enumerable.Range(1, 1000).Select(i => new Row(schema, [Math.Pow(i / 1000.0, 6) * 5]))];
        TableEncoder encoder = TableEncoder.Fit(schema, rows, new EncodingOptions { RankScores = true });
        Assert.Contains("x rank", encoder.FeatureNames);

        int rank = encoder.FeatureNames.ToList().IndexOf("x rank");
        float[] dense = encoder.Encode(rows).Dense;
        float Score(int row) => dense[(row * encoder.Width) + rank];
        Assert.Equal(0, Score(499), 0.02);
        Assert.Equal(0.6745, Score(749), 0.02);
        Assert.Equal(-0.6745, Score(249), 0.02);
        Assert.Equal(dense, TableEncoder.FromJson(encoder.ToJson()).Encode(rows).Dense);
    }

    [Fact]
    public void AppendTo_OnlyIndices_GivesADensePartOfNoWidth()
    {
        var schema = new RowSchema([new("c", ValueKind.Text)]);
        Row[] rows = [.. new[] { "a", "b", "c", "a" }.Select(c => new Row(schema, [c]))];
        TableEncoder encoder = TableEncoder.Fit(schema, rows, new EncodingOptions { Categories = CategoryForm.Indices });
        using var model = new EncodedModel(encoder);

        Assert.Equal(0, encoder.Width);
        Assert.Empty(model.Run(rows).Dense);
        Assert.Equal(encoder.Encode(rows).Categories, model.Run(rows).Categories);
    }

    private static IEnumerable<Row> Training(int count)
    {
        var random = new Random(1);
        for (int i = 0; i < count; i++)
        {
            DateTime at = DateTime.UnixEpoch.AddDays(18_000).AddMinutes(random.Next(800_000));
            yield return new Row(Schema,
            [
                i % 17 == 0 ? Value.Missing : Math.Exp(random.NextDouble() * 20) * (random.Next(4) == 0 ? -1 : 1),
                1e9 + random.NextDouble(),
                $"c{random.Next(8)}",
                i % 11 == 0 ? Value.Missing : Value.Of($"c{random.Next(60)}"),
                i % 13 == 0 ? Value.Missing : Value.Of(random.Next(3) == 0),
                i % 7 == 0 ? Value.Missing : Value.Of(at),
                i % 9 == 0 ? Value.Missing : Value.Of((double)random.Next(4)),
                Value.Of((double)random.Next(3)),
                at,
                i % 19 == 0 ? Value.Missing : Value.Of((double)random.Next(-1, 5)),
            ]);
        }
    }
}
