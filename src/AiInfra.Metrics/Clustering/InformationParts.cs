namespace AiInfra.Metrics.Clustering;

/// <summary>Entropies and mutual information of a table, in nats.</summary>
internal static class InformationParts
{
    public static double Entropy(IReadOnlyDictionary<int, double> groups, double total) =>
        groups.Count == 1 ? 0 : -groups.Values.Sum(w => w / total * (Math.Log(w) - Math.Log(total)));

    public static double Mutual(ClusterTable table)
    {
        double n = table.Weight, sum = 0;
        foreach (((int truth, int cluster), double w) in table.Cells)
        {
            sum += w / n * (Math.Log(w / n) - Math.Log(table.Classes[truth] / n) - Math.Log(table.Clusters[cluster] / n));
        }

        return Math.Max(0, sum);
    }

    public static double Combine(double first, double second, EntropyMean mean) => mean switch
    {
        EntropyMean.Arithmetic => (first + second) / 2,
        EntropyMean.Geometric => Math.Sqrt(first * second),
        EntropyMean.Minimum => Math.Min(first, second),
        EntropyMean.Maximum => Math.Max(first, second),
        _ => throw new ArgumentOutOfRangeException(nameof(mean), mean, "This mean is not known."),
    };
}
