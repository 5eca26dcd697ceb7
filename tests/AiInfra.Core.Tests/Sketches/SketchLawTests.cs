using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Laws;
using CsCheck;

namespace AiInfra.Core.Tests.Sketches;

/// <summary>Sketches keep their stated error on any stream, in parts or whole.</summary>
public class SketchLawTests
{
    private static readonly SketchOptions Small = new() { QuantileBuffer = 16, MaxCategories = 4, MaxExactDistinct = 8, SummaryQuantiles = 17, SummaryNumbers = 8, SummaryCategories = 4 };

    private static readonly Gen<double> Extreme = Gen.OneOf(LawSamples.Number, Gen.Select(Gen.Double[-9, 9], Gen.Int[-300, 290]).Select((x, e) => x * Math.Pow(10, e)), Gen.Const(0.0), Gen.Const(-0.0));

    [Fact]
    public void ColumnSketch_PartsMerged_RanksWithinTheStatedError() => Gen.Select(LawSamples.Number.Array[1, 400], Gen.Int[1, 4], Gen.Double[0, 1]).ForAll((numbers, parts, probability) =>
    {
        ColumnSketch[] sketches = [.. Enumerable.Range(0, parts).Select(_ => new ColumnSketch("x", ValueKind.Number, Small))];
        for (int i = 0; i < numbers.Length; i++)
        {
            sketches[i * 7 % parts].AddNumber(numbers[i]);
        }

        foreach (ColumnSketch part in sketches[1..])
        {
            sketches[0].Merge(part);
        }

        double found = sketches[0].Quantile(probability), slack = (sketches[0].MaxRankError * numbers.Length) + 1e-6;
        Assert.True(numbers.Count(x => x < found) <= (probability * numbers.Length) + slack && numbers.Count(x => x <= found) >= (probability * numbers.Length) - slack, $"{found:R} at {probability:R}, slack {slack}");
        ColumnSummary summary = sketches[0].ToSummary();
        Assert.Equal((numbers.Min(), numbers.Max(), (long)numbers.Length), (summary.Minimum, summary.Maximum, summary.Count));
        Assert.Equal(numbers.Average(), summary.Mean, 1e-9 * numbers.Max(Math.Abs));
        Assert.Equal(summary.Quantiles.Order(), summary.Quantiles);
    });

    [Fact]
    public void ColumnSketch_Categories_NeverTooHighNorLowerThanStated() => Gen.Select(Gen.Int[0, 12].Array[1, 200], Gen.Int[1, 4]).ForAll((codes, parts) =>
    {
        ColumnSketch[] sketches = [.. Enumerable.Range(0, parts).Select(_ => new ColumnSketch("x", ValueKind.Text, Small))];
        for (int i = 0; i < codes.Length; i++)
        {
            sketches[i % parts].AddText($"c{codes[i] * codes[i] / 12}");
        }

        foreach (ColumnSketch part in sketches[1..])
        {
            sketches[0].Merge(part);
        }

        ColumnSummary summary = sketches[0].ToSummary();
        Assert.Equal(codes.Length, summary.Count);
        Assert.Equal(codes.Length, summary.Categories.Sum(c => c.Count) + summary.OtherCategories);
        foreach (IGrouping<string, int> group in codes.GroupBy(c => $"c{c * c / 12}"))
        {
            long listed = summary.Categories.FirstOrDefault(c => c.Category == group.Key)?.Count ?? 0;
            Assert.True(listed <= group.Count() && listed >= group.Count() - (codes.Length / 5.0), $"{group.Key}: {listed} of {group.Count()} in {codes.Length}");
        }
    });

    [Fact]
    public void RelativeQuantileSketch_AnyNumbers_WithinTheRelativeError() => Gen.Select(Extreme.Array[1, 60], Gen.Int[1, 4], Gen.OneOf(Gen.Const(1e-3), Gen.Const(0.01), Gen.Double[0.02, 0.9]), Gen.Double[0, 1]).ForAll(drawn =>
    {
        (double[] numbers, int parts, double error, double probability) = drawn;
        RelativeQuantileSketch[] sketches = [.. Enumerable.Range(0, parts).Select(_ => new RelativeQuantileSketch(error, 1 << 20))];
        for (int i = 0; i < numbers.Length; i++)
        {
            sketches[i % parts].Add(numbers[i]);
        }

        foreach (RelativeQuantileSketch part in sketches[1..])
        {
            sketches[0].Merge(part);
        }

        double exact = numbers.Order().ElementAt((int)Math.Floor(probability * (numbers.Length - 1))), found = sketches[0].Quantile(probability);
        Assert.True(Math.Abs(found - exact) <= error * Math.Abs(exact) * (1 + 1e-9), $"{found:R} for {exact:R}");
        Assert.Equal(found, RelativeQuantileSketch.FromBytes(sketches[0].ToBytes()).Quantile(probability));
    });

    [Fact]
    public void RelativeQuantileSketch_DamagedBytes_IsASketchOrRefused() => Gen.Select(Gen.Int, Gen.Int[0, 1000], Gen.Byte, Gen.Int[0, 60]).ForAll(drawn =>
    {
        (int seed, int at, byte to, int cut) = drawn;
        var sketch = new RelativeQuantileSketch(0.1, 16);
        var random = new Random(seed);
        for (int i = 0; i < 9; i++)
        {
            sketch.Add((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(5)));
        }

        byte[] bytes = sketch.ToBytes();
        bytes[at % bytes.Length] = to;
        try
        {
            RelativeQuantileSketch read = RelativeQuantileSketch.FromBytes(cut > 50 ? bytes[..^cut] : bytes);
            double low = read.Quantile(0), middle = read.Quantile(0.5), high = read.Quantile(1);
            Assert.True(read.Count >= 0 && (read.Count == 0 || (low <= middle && middle <= high)), $"{low}, {middle}, {high}");
        }
        catch (FormatException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }, count: 1000);

    [Fact]
    public void DistinctSketch_AnyOrderTwiceOver_SameEstimate() => Gen.Select(Gen.Int[0, 3000], Gen.Int).ForAll((count, seed) =>
    {
        DistinctSketch one = new(), left = new(), right = new();
        for (int i = 0; i < count; i++)
        {
            one.Add(i * 0.5);
        }

        foreach (int i in LawSamples.Shuffled(Enumerable.Range(0, count).ToArray(), seed))
        {
            (i % 3 == 0 ? left : right).Add(i * 0.5);
            right.Add(i * 0.5);
        }

        left.Merge(right);
        Assert.Equal(one.Estimate(), left.Estimate());
        Assert.True(Math.Abs(one.Estimate() - count) <= 2 + (6 * DistinctSketch.StandardError * count), $"{one.Estimate()} of {count}");
    }, count: 30);

    [Fact]
    public void TableSummary_Json_ComesBack() => Gen.Select(Extreme.Array[0, 40], Gen.String.Array[0, 40]).ForAll((numbers, texts) =>
    {
        var schema = new RowSchema([new("x", ValueKind.Number), new("c", ValueKind.Text)]);
        IEnumerable<Row> rows = Enumerable.Range(0, Math.Max(numbers.Length, texts.Length)).Select(i => new Row(schema,
            [i < numbers.Length ? Value.Of(numbers[i]) : Value.Missing, i < texts.Length ? Value.Of(texts[i]) : Value.Missing]));
        byte[] json = TableSketch.Summarize(schema, rows, Small).ToJson();
        Assert.Equal(json, TableSummary.FromJson(json).ToJson());
    });
}
