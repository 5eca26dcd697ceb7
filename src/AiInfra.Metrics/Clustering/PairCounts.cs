namespace AiInfra.Metrics.Clustering;

/// <summary>Ordered pairs of rows by whether the classes and the clusters put them together.</summary>
/// <param name="Both">Together in both.</param>
/// <param name="ClassOnly">Together only in the classes.</param>
/// <param name="ClusterOnly">Together only in the clusters.</param>
/// <param name="Neither">Apart in both.</param>
internal readonly record struct PairCounts(double Both, double ClassOnly, double ClusterOnly, double Neither)
{
    public static PairCounts Of(ClusterTable table)
    {
        double n = table.Weight, cells = table.Cells.Values.Sum(w => w * w), classes = table.Classes.Values.Sum(w => w * w), clusters = table.Clusters.Values.Sum(w => w * w);
        return new(cells - n, classes - cells, clusters - cells, (n * n) - classes - clusters + cells);
    }
}
