using System.Globalization;
using AiInfra.Core.Rows;

namespace AiInfra.Training.Tabular;

/// <summary>What a model says of a row.</summary>
/// <param name="Value">The most probable class, or the number.</param>
/// <param name="Probabilities">Probability of each class in the order of the model's labels; empty for a regression.</param>
public readonly record struct TabularAnswer(Value Value, float[] Probabilities)
{
    /// <inheritdoc />
    public override string ToString() => Probabilities is { Length: > 0 }
        ? $"{Value} [{string.Join(", ", Probabilities.Select(p => p.ToString("0.####", CultureInfo.InvariantCulture)))}]"
        : Value.ToString();
}
