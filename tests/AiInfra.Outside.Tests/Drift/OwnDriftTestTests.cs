using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;
using AiInfra.Observability.Drift;
using AiInfra.Outside.Tests.Support;

namespace AiInfra.Outside.Tests.Drift;

/// <summary>A drift test as somebody else writes it, of numbers and of categories.</summary>
public sealed class OwnDriftTestTests
{
    [Fact]
    public void Test_OfOnesOwn_FindsNumbersAndCategoriesAndNotTheUsual()
    {
        DriftOptions options = new DriftOptions().Use(new MiddleMoved());
        Row[] reference = Rows(1, 2000, 0, 0.5);
        Assert.Empty(DriftMonitor.Compare(reference, Rows(2, 1000, 0, 0.5), options).DriftedColumns);
        DriftReport moved = DriftMonitor.Compare(reference, Rows(3, 1000, 1, 0.8), options);
        Assert.Equal(["middle", "middle"], moved.DriftedColumns.Select(c => c.Test));
        Assert.Contains("middle moved", moved.ToHtml(), StringComparison.Ordinal);
    }

    private static Row[] Rows(int seed, int count, double shift, double share)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new Row(Signals.Inputs, [random.NextDouble() + shift, random.NextDouble() < share ? "a" : "b"]))];
    }

    /// <summary>The middle of the window lies outside the middle half of the training data (numbers); half the distance of the shares (categories).</summary>
    private sealed class MiddleMoved : INumberDriftTest, ICategoryDriftTest
    {
        public string Name => "middle";

        public string Title => "middle moved";

        public DriftEvidence Compare(NumberSample window)
        {
            double moved = Math.Abs(window.Sorted[window.Sorted.Count / 2] - window.Summary.Mean) / window.Summary.StandardDeviation;
            return new(moved, window.ChanceOf(window.Reference.CellsOf([.. window.Sorted])), moved > 0.67);
        }

        public DriftEvidence Compare(CategorySample window)
        {
            CategoryCells cells = window.Reference.Cells(window.Counts, window.Inflation);
            double before = cells.Reference.Sum(), now = cells.Current.Sum();
            double distance = cells.Reference.Zip(cells.Current, (r, c) => Math.Abs((r / before) - (c / now))).Sum() / 2;
            return new(distance, window.ChanceOf(cells), distance > 0.1);
        }
    }
}
