namespace AiInfra.Core.Rows;

/// <summary>A column of a row: its name and the kind its values have when they are not missing.</summary>
/// <param name="Name">Name, compared ordinally.</param>
/// <param name="Kind">Kind of the values.</param>
public sealed record Column(string Name, ValueKind Kind);
