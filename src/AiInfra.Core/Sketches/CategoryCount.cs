namespace AiInfra.Core.Sketches;

/// <summary>How often a category was seen.</summary>
/// <param name="Category">The category as text.</param>
/// <param name="Count">Rows with it.</param>
public sealed record CategoryCount(string Category, long Count);
