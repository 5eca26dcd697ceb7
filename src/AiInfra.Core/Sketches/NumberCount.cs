namespace AiInfra.Core.Sketches;

/// <summary>How often a number was seen.</summary>
/// <param name="Number">The number.</param>
/// <param name="Count">Rows with it.</param>
public sealed record NumberCount(double Number, long Count);
