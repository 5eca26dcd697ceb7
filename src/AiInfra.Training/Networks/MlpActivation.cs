namespace AiInfra.Training.Networks;

/// <summary>What stands between the layers of a network.</summary>
public enum MlpActivation
{
    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>x times the normal distribution function (Hendrycks and Gimpel 2016).</summary>
    Gelu,

    /// <summary>x times the logistic function.</summary>
    Silu,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,
}
