namespace AiInfra.Evaluation.Slices;

/// <summary>A part of the rows.</summary>
/// <param name="By">What it was cut by: a column or a named predicate.</param>
/// <param name="Name">Which part: a value, a range, or "true".</param>
/// <param name="Rows">Indices of its rows, ascending.</param>
public sealed record Slice(string By, string Name, IReadOnlyList<int> Rows);
