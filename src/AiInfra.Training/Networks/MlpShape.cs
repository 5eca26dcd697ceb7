namespace AiInfra.Training.Networks;

/// <summary>What goes into a table's network and what comes out.</summary>
/// <param name="Width">Numbers in a row.</param>
/// <param name="Outputs">Classes, or 1 for a regression.</param>
/// <param name="Cardinalities">For each category column that comes as a number: how many numbers there are, 0 to cardinality - 1. Null or empty for none.</param>
public sealed record MlpShape(int Width, int Outputs, IReadOnlyList<int>? Cardinalities = null)
{
    /// <inheritdoc />
    public override string ToString() => $"MlpShape {{ Width = {Width}, Outputs = {Outputs}, Cardinalities = {Shown.List(Cardinalities)} }}";
}
