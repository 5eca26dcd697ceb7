namespace AiInfra.Metrics.Classification;

/// <summary>How much a disagreement costs in Cohen's kappa.</summary>
public enum KappaWeights
{
    /// <summary>Every disagreement costs the same.</summary>
    None,

    /// <summary>The distance between the classes, which must be ordered.</summary>
    Linear,

    /// <summary>The squared distance between the classes, which must be ordered.</summary>
    Quadratic,
}
