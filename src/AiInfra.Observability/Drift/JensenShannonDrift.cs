using AiInfra.Core.Sketches;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Observability.Drift;

/// <summary>
/// Jensen-Shannon distance (base 2, 0 to 1) over cells: ten of about equally many rows for numbers, those of the chi-square test for categories. Unlike a statistic of a test it does not grow
/// with the rows, so that columns and windows of any size are compared by one number. How certain a difference is, the chi-square test over the same cells says.
/// </summary>
/// <remarks>Lin 1991; Endres and Schindelin 2003. SciPy: <c>scipy.spatial.distance.jensenshannon(p, q, base=2)</c>.</remarks>
public sealed class JensenShannonDrift : INumberDriftTest, ICategoryDriftTest
{
    /// <inheritdoc />
    public string Name => "js";

    /// <inheritdoc />
    public string Title => "Jensen-Shannon";

    /// <summary>A smaller distance is not large, however certain it is.</summary>
    /// <value>0.1.</value>
    public double MinimumDistance
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A Jensen-Shannon distance lies between 0 and 1.");
    } = 0.1;

    /// <inheritdoc />
    public DriftEvidence Compare(NumberSample window)
    {
        ArgumentNullException.ThrowIfNull(window);
        CategoryCells cells = window.Reference.CellsOf([.. window.Sorted]);
        return Evidence(Distance(cells), window.ChanceOf(cells));
    }

    /// <inheritdoc />
    public DriftEvidence Compare(CategorySample window)
    {
        ArgumentNullException.ThrowIfNull(window);
        CategoryCells cells = window.Reference.Cells(window.Counts, window.Inflation), byFrequency = window.Reference.CellsByFrequency(window.Counts, window.Inflation);
        return Evidence(Math.Max(Distance(cells), Distance(byFrequency)), window.PValue(cells, byFrequency));
    }

    private static double Distance(CategoryCells cells) => Divergence.JensenShannonDistance(cells.Reference, cells.Current);

    private DriftEvidence Evidence(double distance, double chance) => new(distance, chance, distance >= MinimumDistance);
}
