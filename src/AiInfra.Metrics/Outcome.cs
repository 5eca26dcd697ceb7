namespace AiInfra.Metrics;

/// <summary>What a model said of one row, and what was true.</summary>
public readonly ref struct Outcome
{
    /// <summary>True class, an index into the label set.</summary>
    public int Label { get; init; }

    /// <summary>Predicted class, an index into the label set.</summary>
    public int Predicted { get; init; }

    /// <summary>Probability of each class, in the order of the label set; empty when the model gives none.</summary>
    public ReadOnlySpan<double> Probabilities { get; init; }

    /// <summary>True number.</summary>
    public double Truth { get; init; }

    /// <summary>Predicted number.</summary>
    public double Value { get; init; }

    /// <summary>How much the row counts, zero or more.</summary>
    public double Weight { get; init; }
}
