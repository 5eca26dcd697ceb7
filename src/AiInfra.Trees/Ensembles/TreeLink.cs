namespace AiInfra.Trees.Ensembles;

/// <summary>What is made of the sums of an ensemble's leaves.</summary>
public enum TreeLink
{
    /// <summary>Nothing: the sum is the answer.</summary>
    Identity,

    /// <summary>The exponential: counts and amounts, which are never negative.</summary>
    Exponential,

    /// <summary>One probability, 1 / (1 + exp(-scale * sum)).</summary>
    Logistic,

    /// <summary>Probabilities of several classes, exp of each sum over the sum of all.</summary>
    Softmax,
}
