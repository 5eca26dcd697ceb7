using AiInfra.Core.Sketches;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Observability.Drift;

/// <summary>Two-sample chi-square over cells that are chosen blind to how the rows divide; where few rows are expected its p-value is that of Fisher's exact test. It calls nothing large by itself: the population stability index does.</summary>
public sealed class ChiSquareDrift : ICategoryDriftTest
{
    /// <inheritdoc />
    public string Name => "chi2";

    /// <inheritdoc />
    public string Title => "chi-square";

    /// <inheritdoc />
    public DriftEvidence Compare(CategorySample window)
    {
        ArgumentNullException.ThrowIfNull(window);
        CategoryCells cells = window.Reference.Cells(window.Counts, window.Inflation), byFrequency = window.Reference.CellsByFrequency(window.Counts, window.Inflation);
        double statistic = TwoSample.ChiSquare([.. cells.Reference.Select(c => c / window.Inflation)], [.. cells.Current.Select(c => c / window.Inflation)]).Statistic;
        return new(statistic, window.PValue(cells, byFrequency), false);
    }
}
