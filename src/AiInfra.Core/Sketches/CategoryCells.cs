namespace AiInfra.Core.Sketches;

/// <summary>Rows of a reference and of a sample in the same cells, ready for a two-sample test.</summary>
/// <param name="Reference">Rows of the reference in each cell.</param>
/// <param name="Current">Rows of the sample in each cell.</param>
public sealed record CategoryCells(double[] Reference, double[] Current)
{
    /// <inheritdoc />
    public override string ToString() => $"{Reference.Length} cells: {string.Join(", ", Reference.Zip(Current, (r, c) => $"{r:0.##} and {c:0.##}"))}";
}
