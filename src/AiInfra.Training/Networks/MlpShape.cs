namespace AiInfra.Training.Networks;

/// <summary>What goes into a table's network and what comes out.</summary>
/// <param name="Width">Numbers in a row.</param>
/// <param name="Outputs">Classes, or 1 for a regression.</param>
/// <param name="Cardinalities">For each category column that comes as a number: how many numbers there are, 0 to cardinality - 1. Null or empty for none.</param>
public sealed record MlpShape(int Width, int Outputs, IReadOnlyList<int>? Cardinalities = null)
{
    /// <summary>For each number of a row, the column that it comes from: 0 to columns - 1, in any order, none left out. Numbers, missing indicators and one-hot values of one column belong together.</summary>
    /// <value>Null: each number is a column.</value>
    public IReadOnlyList<int>? Columns { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"MlpShape {{ Width = {Width}, Outputs = {Outputs}, Cardinalities = {Shown.List(Cardinalities)}, Columns = {Shown.List(Columns)} }}";

    /// <summary>Says why a network of this shape cannot be.</summary>
    internal void Check()
    {
        IReadOnlyList<int> cardinalities = Cardinalities ?? [];
        if (Width < 0 || Width + cardinalities.Count == 0 || Outputs < 1 || cardinalities.Any(c => c < 1))
        {
            throw new ArgumentException($"A network needs inputs and outputs: width {Width}, outputs {Outputs}, categories [{string.Join(", ", cardinalities)}].", "shape");
        }

        if (Columns is { } columns && (columns.Count != Width || !columns.Distinct().Order().SequenceEqual(Enumerable.Range(0, columns.Distinct().Count()))))
        {
            throw new ArgumentException($"Each of the {Width} numbers of a row names its column, from 0 on without a gap; given are [{string.Join(", ", columns)}].", "shape");
        }
    }
}
