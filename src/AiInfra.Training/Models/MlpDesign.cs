namespace AiInfra.Training.Models;

/// <summary>How a table's network is built; with the weights it is all that is needed to build it again.</summary>
public sealed record MlpDesign
{
    /// <summary>Widths of the hidden layers; empty makes a linear model.</summary>
    /// <value>64, 64.</value>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 64];

    /// <summary>Share of hidden values set to zero in training, from 0 to below 1.</summary>
    /// <value>0.</value>
    public double Dropout { get; init; }

    /// <summary>Normalisation of hidden layers.</summary>
    /// <value>None.</value>
    public MlpNormalization Normalization { get; init; }

    /// <summary>Activation between layers.</summary>
    /// <value>ReLU.</value>
    public MlpActivation Activation { get; init; }

    /// <exception cref="ArgumentException">It can't be.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Hidden);
        ArgumentOutOfRangeException.ThrowIfNegative(Dropout);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Dropout, 1);
        if (Hidden.Any(h => h < 1))
        {
            throw new ArgumentException($"Hidden layers need at least one value: [{string.Join(", ", Hidden)}].");
        }
    }
}
