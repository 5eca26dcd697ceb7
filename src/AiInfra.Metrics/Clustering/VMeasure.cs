using System.Globalization;

namespace AiInfra.Metrics.Clustering;

/// <summary>V-measure (Rosenberg and Hirschberg 2007): the weighted harmonic mean of homogeneity and completeness. With a beta of 1 it equals normalised mutual information by the arithmetic mean.</summary>
/// <remarks>With one class and one cluster it is 1 by convention.</remarks>
public sealed class VMeasure : ClusterMetric
{
    private readonly double _beta;

    /// <summary>Creates the metric.</summary>
    /// <param name="beta">How much completeness counts beside homogeneity; above 0.</param>
    public VMeasure(double beta = 1)
        : base("vMeasure", string.Create(CultureInfo.InvariantCulture, $"beta:{beta}")) =>
        _beta = beta > 0 && double.IsFinite(beta) ? beta : throw new ArgumentOutOfRangeException(nameof(beta), beta, "Beta is a finite number above 0.");

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> clusters, double beta = 1, ReadOnlySpan<double> weights = default) => Over(new VMeasure(beta), truth, clusters, weights);

    /// <inheritdoc />
    public override ClusterMetric New() => new VMeasure(_beta) { KeepsRows = KeepsRows };

    /// <inheritdoc />
    protected override (double Value, bool Convention) Compute(ClusterTable table)
    {
        double classes = InformationParts.Entropy(table.Classes, table.Weight), clusters = InformationParts.Entropy(table.Clusters, table.Weight);
        double mutual = InformationParts.Mutual(table);
        double homogeneity = classes > 0 ? mutual / classes : 1, completeness = clusters > 0 ? mutual / clusters : 1;
        double sum = (_beta * homogeneity) + completeness;
        return (sum > 0 ? (1 + _beta) * homogeneity * completeness / sum : 0, classes == 0 && clusters == 0);
    }
}
