using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests.Statistics;

public class ReferenceCategoriesTests
{
    private static readonly SketchOptions s_small = new() { MaxCategories = 20, SummaryCategories = 5 };

    [Fact]
    public void Cells_AnySketch_HoldEveryRowOnce()
    {
        var random = new Random(1);
        foreach (int categories in (int[])[1, 4, 15, 200])
        {
            ColumnSketch one = Sketch(random, categories, 3000), other = Sketch(random, categories, 2000);
            one.Merge(other);
            ColumnSummary summary = one.ToSummary();
            var reference = new ReferenceCategories(summary);
            Dictionary<string, long> now = Enumerable.Range(0, 800).Select(_ => Draw(random, categories)).CountBy(c => c).ToDictionary(c => c.Key, c => (long)c.Value);

            Assert.Equal(summary.OtherCategories, summary.OtherCells.Sum());
            foreach (CategoryCells cells in (CategoryCells[])[reference.Cells(now), reference.CellsByFrequency(now), reference.Cells(now, 7), reference.CellsByFrequency(now, 7)])
            {
                Assert.Equal(5000, cells.Reference.Sum(), 1e-6);
                Assert.Equal(800, cells.Current.Sum(), 1e-6);
            }
        }
    }

    [Fact]
    public void CategoryError_ManyCategories_BoundsWhatACountLacks()
    {
        var random = new Random(2);
        string[] drawn = [.. Enumerable.Range(0, 5000).Select(_ => Draw(random, 200))];
        var sketch = new ColumnSketch("c", ValueKind.Text, s_small);
        Array.ForEach(drawn, sketch.AddText);
        ColumnSummary summary = sketch.ToSummary();
        Dictionary<string, int> exact = drawn.CountBy(c => c).ToDictionary(c => c.Key, c => c.Value);

        Assert.InRange(summary.CategoryError, 1, 5000 / 21);
        Assert.All(summary.Categories, c => Assert.InRange(exact[c.Category] - c.Count, 0, summary.CategoryError));
    }

    [Fact]
    public void Cells_SummaryWithoutHashes_PutsAllOthersIntoOne()
    {
        var summary = new ColumnSummary { Name = "c", Kind = ValueKind.Text, Count = 1000, Missing = 0, Categories = [new("a", 500), new("b", 300)], OtherCategories = 200 };
        CategoryCells cells = new ReferenceCategories(summary).Cells(new Dictionary<string, long> { ["a"] = 500, ["z"] = 500 });
        Assert.Equal(1000, cells.Reference.Sum());
        Assert.Equal([500, 500], cells.Reference);
    }

    [Theory]
    [InlineData("1.0", "1")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("1e3", "1000")]
    [InlineData("0.10", "0.1")]
    [InlineData("0.10000000149011612", "0.1")]
    [InlineData("TRUE", "true")]
    [InlineData("007", "007")]
    [InlineData("+1", "+1")]
    [InlineData("-", "-")]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("123456789012345678", "123456789012345678")]
    [InlineData("-5", "-5")]
    public void KeyOf_TextsOfTheSameValue_IsOne(string text, string key) =>
        Assert.Equal(key, new ReferenceCategories(new ColumnSummary { Name = "c", Kind = ValueKind.Text, Count = 0, Missing = 0 }).KeyOf(text));

    [Fact]
    public void KeyOf_EmptyText_IsMissing() =>
        Assert.Null(new ReferenceCategories(new ColumnSummary { Name = "c", Kind = ValueKind.Text, Count = 0, Missing = 0 }).KeyOf(""));

    private static ColumnSketch Sketch(Random random, int categories, int rows)
    {
        var sketch = new ColumnSketch("c", ValueKind.Text, s_small);
        for (int i = 0; i < rows; i++)
        {
            sketch.AddText(Draw(random, categories));
        }

        return sketch;
    }

    private static string Draw(Random random, int categories) => "c" + (int)(categories * random.NextDouble() * random.NextDouble());
}
