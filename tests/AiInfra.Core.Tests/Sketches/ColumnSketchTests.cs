using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;

namespace AiInfra.Core.Tests.Sketches;

public sealed class ColumnSketchTests
{
    [Theory]
    [InlineData("random")]
    [InlineData("ascending")]
    [InlineData("descending")]
    [InlineData("zigzag")]
    public void Quantile_MillionNumbersInAnyOrder_RankErrorIsWithinTheStatedBound(string order)
    {
        const int n = 1_000_000;
        double[] numbers = Enumerable.Range(0, n).Select(i => (double)i).ToArray();
        switch (order)
        {
            case "random": new Random(1).Shuffle(numbers); break;
            case "descending": Array.Reverse(numbers); break;
            case "zigzag": numbers = Enumerable.Range(0, n).Select(i => (double)(i % 2 == 0 ? i : n - i)).ToArray(); break;
        }

        var sketch = new ColumnSketch("x", ValueKind.Number);
        sketch.AddNumbers(numbers);

        double worst = sketch.ToSummary().Quantiles.Select((q, i) => Math.Abs((q / n) - (i / 256.0))).Max();
        Assert.InRange(sketch.MaxRankError, 1e-6, 0.005);
        Assert.InRange(worst, 0, Math.Min(sketch.MaxRankError, 0.001) + (2.0 / n));
    }

    [Fact]
    public void Quantile_FewNumbers_IsExact()
    {
        var sketch = new ColumnSketch("x", ValueKind.Number);
        sketch.AddNumbers([5, 1, 4, 2, 3]);
        Assert.Equal([1, 1, 3, 5, 5], new[] { 0, 0.2, 0.5, 0.81, 1 }.Select(sketch.Quantile));
        Assert.Equal(0, sketch.MaxRankError);
    }

    [Fact]
    public void ToSummary_Moments_AgreeWithTwoPasses()
    {
        var random = new Random(2);
        double[] numbers = Enumerable.Range(0, 10_007).Select(_ => 1e9 + random.NextDouble()).ToArray();
        var sketch = new ColumnSketch("x", ValueKind.Number);
        sketch.AddNumbers(numbers);
        ColumnSummary summary = sketch.ToSummary();
        double mean = 1e9 + numbers.Average(x => x - 1e9);
        double deviation = Math.Sqrt(numbers.Sum(x => (x - mean) * (x - mean)) / (numbers.Length - 1));
        Assert.Equal(mean, summary.Mean, 6);
        Assert.Equal(deviation, summary.StandardDeviation, 6);
        Assert.Equal(numbers.Min(), summary.Minimum);
        Assert.Equal(numbers.Max(), summary.Maximum);
    }

    [Fact]
    public void ToSummary_CalledTwice_ChangesNothing()
    {
        var sketch = new ColumnSketch("x", ValueKind.Number);
        sketch.AddNumbers(Enumerable.Range(0, 5000).Select(i => (double)(i * 7919 % 5000)).ToArray());
        byte[] first = new TableSummary(5000, [sketch.ToSummary()]).ToJson();
        Assert.Equal(first, new TableSummary(5000, [sketch.ToSummary()]).ToJson());
    }

    [Fact]
    public void ToSummary_Infinities_AreKeptInQuantilesAndLeftOutOfMoments()
    {
        var sketch = new ColumnSketch("x", ValueKind.Number);
        sketch.AddNumbers([1, double.PositiveInfinity, 3, double.NegativeInfinity, double.NaN]);
        ColumnSummary summary = sketch.ToSummary();
        Assert.Equal((2, double.NegativeInfinity, double.PositiveInfinity, 1, 5), (summary.Mean, summary.Minimum, summary.Maximum, summary.Missing, summary.Count));
    }

    [Fact]
    public void ToSummary_FewDistinctNumbers_AreListedWithExactCounts()
    {
        var sketch = new ColumnSketch("x", ValueKind.Number);
        for (int i = 0; i < 100_000; i++)
        {
            sketch.AddNumber(i % 3);
        }

        Assert.Equal([new(0, 33334), new(1, 33333), new(2, 33333)], sketch.ToSummary().Numbers);
        Assert.Equal(3, sketch.ToSummary().Distinct);
    }

    [Theory]
    [InlineData(900, 0)]
    [InlineData(5_000, 0.05)]
    [InlineData(200_000, 0.05)]
    public void Distinct_Numbers_IsExactWhileSmallThenWithinFivePercent(int distinct, double tolerance)
    {
        var sketch = new ColumnSketch("x", ValueKind.Number);
        for (int i = 0; i < distinct * 2; i++)
        {
            sketch.AddNumber((i % distinct) * 0.37);
        }

        Assert.InRange(sketch.ToSummary().Distinct, distinct * (1 - tolerance), distinct * (1 + tolerance));
    }

    [Fact]
    public void Merge_OfParts_EqualsTheWhole()
    {
        var random = new Random(3);
        double[] numbers = Enumerable.Range(0, 100_000).Select(_ => random.NextDouble()).ToArray();
        var whole = new ColumnSketch("x", ValueKind.Number);
        whole.AddNumbers(numbers);
        var merged = new ColumnSketch("x", ValueKind.Number);
        for (int part = 0; part < 7; part++)
        {
            var sketch = new ColumnSketch("x", ValueKind.Number);
            sketch.AddNumbers(numbers.AsSpan(part * 14_000, part == 6 ? 16_000 : 14_000));
            merged.Merge(sketch);
        }

        ColumnSummary expected = whole.ToSummary(), actual = merged.ToSummary();
        Assert.Equal(expected.Count, actual.Count);
        Assert.Equal(expected.Distinct, actual.Distinct);
        Assert.Equal(expected.Mean, actual.Mean, 12);
        Assert.Equal(expected.StandardDeviation, actual.StandardDeviation, 12);
        Assert.True(actual.Quantiles.Select((q, i) => Math.Abs(q - (i / 256.0))).Max() < 0.01);
    }

    [Fact]
    public void Add_SameStreamTwice_GivesTheSameBytes()
    {
        static byte[] Run()
        {
            var sketch = new TableSketch(new RowSchema([new("n", ValueKind.Number), new("c", ValueKind.Text)]));
            var random = new Random(4);
            for (int i = 0; i < 20_000; i++)
            {
                sketch.Add(new Row(sketch.Schema, [random.NextDouble(), "c" + random.Next(3000)]));
            }

            return sketch.ToSummary().ToJson();
        }

        Assert.Equal(Run(), Run());
    }

    [Fact]
    public void Categories_UpToTheBound_AreExact()
    {
        var sketch = new ColumnSketch("c", ValueKind.Text);
        for (int i = 0; i < 10_000; i++)
        {
            sketch.AddText(i % 4 == 0 ? "a" : "b" + (i % 3));
        }

        ColumnSummary summary = sketch.ToSummary();
        Assert.Equal(2500, summary.Categories.Single(c => c.Category == "a").Count);
        Assert.Equal((4, 0), (summary.Distinct, summary.OtherCategories));
        Assert.Equal(10_000, summary.Categories.Sum(c => c.Count));
    }

    [Fact]
    public void Categories_FarBeyondTheBound_KeepsTheFrequentWithinTheStatedError()
    {
        var options = new SketchOptions { MaxCategories = 100 };
        var sketch = new ColumnSketch("c", ValueKind.Text, options);
        const int n = 200_000;
        for (int i = 0; i < n; i++)
        {
            sketch.AddText(i % 10 == 0 ? "frequent" : "rare" + i);
        }

        ColumnSummary summary = sketch.ToSummary();
        Assert.Equal("frequent", summary.Categories[0].Category);
        Assert.InRange(summary.Categories[0].Count, (n / 10) - (n / 101), n / 10);
        Assert.Equal(n, summary.Categories.Sum(c => c.Count) + summary.OtherCategories);
        Assert.InRange(summary.Distinct, 171_000, 189_000);
    }

    [Fact]
    public void Categories_VeryLongText_IsCountedUnderAShortKey()
    {
        var sketch = new ColumnSketch("c", ValueKind.Text);
        string text = new('x', 1_000_000);
        sketch.AddText(text);
        Assert.Equal(ColumnSketch.CategoryOf(text), sketch.ToSummary().Categories[0].Category);
        Assert.True(sketch.ToSummary().Categories[0].Category.Length <= 256);
    }

    [Fact]
    public void Add_TextInANumberColumn_IsMissingAndMismatched()
    {
        var sketch = new ColumnSketch("x", ValueKind.Number);
        sketch.Add("abc");
        sketch.Add(true);
        ColumnSummary summary = sketch.ToSummary();
        Assert.Equal((2, 1, 1, 1), (summary.Count, summary.Missing, summary.Mismatched, summary.Mean));
    }

    [Fact]
    public void Merge_OtherQuantileBuffer_Throws()
    {
        ColumnSketch one = new("x", ValueKind.Number, new SketchOptions { QuantileBuffer = 32 }), other = new("x", ValueKind.Number, new SketchOptions { QuantileBuffer = 16 });
        Assert.Contains("16", Assert.Throws<ArgumentException>(() => one.Merge(other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddText_NoRows_IsNoCategory()
    {
        var sketch = new ColumnSketch("c", ValueKind.Text);
        sketch.AddText("a", 0);
        Assert.Equal((0, 0), (sketch.ToSummary().Categories.Count, sketch.ToSummary().Distinct));
    }

    [Fact]
    public void Merge_OtherKind_Throws() =>
        Assert.Throws<ArgumentException>(() => new ColumnSketch("x", ValueKind.Number).Merge(new ColumnSketch("x", ValueKind.Text)));

    [Fact]
    public void TableSketch_RowOfOtherColumns_Throws()
    {
        var sketch = new TableSketch(new RowSchema([new("a", ValueKind.Number)]));
        Assert.Throws<ArgumentException>(() => sketch.Add(new Row(new RowSchema([new("b", ValueKind.Number)]), [1.0])));
    }

    [Fact]
    public void Add_SteadyState_AllocatesLittle()
    {
        var sketch = new ColumnSketch("x", ValueKind.Number);
        double[] numbers = Enumerable.Range(0, 1 << 20).Select(i => (double)i * 7919 % 1000003).ToArray();
        sketch.AddNumbers(numbers);
        long before = GC.GetAllocatedBytesForCurrentThread();
        sketch.AddNumbers(numbers);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }
}
