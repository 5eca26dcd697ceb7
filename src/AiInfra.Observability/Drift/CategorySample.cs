using AiInfra.Core.Sketches;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Observability.Drift;

/// <summary>The categories of a window beside those of the training data.</summary>
public sealed class CategorySample
{
    internal CategorySample(ColumnSummary summary, ReferenceCategories reference, IReadOnlyDictionary<string, long> counts, double inflation, DriftOptions options)
    {
        Summary = summary;
        Reference = reference;
        Counts = counts;
        Inflation = inflation;
        Options = options;
    }

    /// <summary>The column in the training data.</summary>
    public ColumnSummary Summary { get; }

    /// <summary>Its categories, ready to be compared with: cells that are chosen blind.</summary>
    public ReferenceCategories Reference { get; }

    /// <summary>Rows of the window by <see cref="ReferenceCategories.KeyOf"/>, at least one.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; }

    /// <summary>As many neighbouring rows tell as much as one, 1 or more where rows depend on each other: on both sides rows count for less by it.</summary>
    public double Inflation { get; }

    /// <summary>How the monitor compares: its floors.</summary>
    public DriftOptions Options { get; }

    /// <summary>Chance of such a difference of the cells' shares without a change, dependent rows counted for what they are worth: chi-square over the cells that hold enough rows, Fisher's exact test for those where few are expected.</summary>
    /// <param name="cells">Cells that were chosen blind to how the rows divide, of <see cref="Reference"/>.</param>
    public double ChanceOf(CategoryCells cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        return CountTest.OfCells(cells, Inflation);
    }

    /// <summary>Two questions, so twice the smaller chance: have some categories changed their share, and have rare or new ones as such?</summary>
    internal double PValue(CategoryCells cells, CategoryCells byFrequency) =>
        Math.Min(1, 2 * Math.Min(ChanceOf(cells), ChanceOf(byFrequency)));
}
