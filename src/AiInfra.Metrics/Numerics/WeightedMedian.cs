namespace AiInfra.Metrics.Numerics;

/// <summary>What the median is when a weight ends exactly at the half.</summary>
public enum WeightedMedian
{
    /// <summary>The mean of the lower and the upper one, so that a weight of two is a row twice (scikit-learn since 1.8).</summary>
    Averaged,

    /// <summary>The lower one (scikit-learn before 1.8, where weights were given).</summary>
    Lower,
}
