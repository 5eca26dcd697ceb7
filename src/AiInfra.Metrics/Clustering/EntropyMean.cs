namespace AiInfra.Metrics.Clustering;

/// <summary>By what mean of the two entropies mutual information is normalised.</summary>
public enum EntropyMean
{
    /// <summary>Half their sum (scikit-learn's default).</summary>
    Arithmetic,

    /// <summary>Root of their product.</summary>
    Geometric,

    /// <summary>The smaller.</summary>
    Minimum,

    /// <summary>The larger.</summary>
    Maximum,
}
