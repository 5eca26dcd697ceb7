namespace AiInfra.Metrics.Clustering;

/// <summary>How far two points are apart.</summary>
public enum ClusterDistance
{
    /// <summary>Length of the straight line.</summary>
    Euclidean,

    /// <summary>1 minus the cosine of the angle; a zero vector is at distance 1 of everything.</summary>
    Cosine,

    /// <summary>Sum of the coordinates' absolute differences.</summary>
    Manhattan,
}
