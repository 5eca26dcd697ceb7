namespace AiInfra.Training.Inspection;

/// <summary>One module of a summary.</summary>
/// <param name="Path">Where it stands, for example "layers.linear1"; empty for the whole.</param>
/// <param name="Type">Its type.</param>
/// <param name="Depth">Modules above it.</param>
/// <param name="Output">Shapes that came out at its last call; null where it was not called.</param>
/// <param name="Parameters">Numbers in its own parameters, without those of modules within.</param>
/// <param name="Multiplications">Multiplications of its calls; null where they are not known for its type.</param>
public sealed record ModuleSummaryRow(string Path, string Type, int Depth, string? Output, long Parameters, long? Multiplications)
{
    /// <summary>The last part of its path.</summary>
    public string Name => Path.Length == 0 ? "(whole)" : Path[(Path.LastIndexOf('.') + 1)..];
}
