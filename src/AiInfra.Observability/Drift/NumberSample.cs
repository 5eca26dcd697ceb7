using AiInfra.Core.Sketches;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Observability.Drift;

/// <summary>The numbers of a window beside what the training data had.</summary>
public sealed class NumberSample
{
    internal NumberSample(ColumnSummary summary, ReferenceDistribution reference, double[] sorted, double inflation, DriftOptions options)
    {
        Summary = summary;
        Reference = reference;
        Sorted = sorted;
        Inflation = inflation;
        Options = options;
    }

    /// <summary>The column in the training data.</summary>
    public ColumnSummary Summary { get; }

    /// <summary>Its numbers, ready to be compared with.</summary>
    public ReferenceDistribution Reference { get; }

    /// <summary>The window's numbers, ascending, at least one and no NaN.</summary>
    public IReadOnlyList<double> Sorted { get; }

    /// <summary>As many neighbouring rows tell as much as one, 1 or more where rows depend on each other: on both sides rows count for less by it.</summary>
    public double Inflation { get; }

    /// <summary>Chance of such a difference of the cells' shares without a change, dependent rows counted for what they are worth: chi-square over the cells that hold enough rows, Fisher's exact test for those where few are expected.</summary>
    /// <param name="cells">Cells that were chosen blind to how the rows divide, of <see cref="Reference"/>.</param>
    public double ChanceOf(CategoryCells cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        return CountTest.OfCells(cells, Inflation);
    }

    /// <summary>How the monitor compares: its floors.</summary>
    public DriftOptions Options { get; }
}
