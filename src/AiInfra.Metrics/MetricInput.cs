namespace AiInfra.Metrics;

/// <summary>What a metric reads of an outcome.</summary>
public enum MetricInput
{
    /// <summary>The true and the predicted class.</summary>
    Labels,

    /// <summary>The true class and the probabilities of the classes (of two classes: a score of the positive one).</summary>
    Probabilities,

    /// <summary>The true and the predicted number.</summary>
    Values,
}
