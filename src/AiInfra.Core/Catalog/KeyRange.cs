namespace AiInfra.Core.Catalog;

/// <summary>A part of the places that keys have: every key has a place in [0, 1), the same at all times and on all hosts.</summary>
/// <param name="From">Where it begins, inclusive.</param>
/// <param name="To">Where it ends, exclusive.</param>
public readonly record struct KeyRange(double From, double To);
