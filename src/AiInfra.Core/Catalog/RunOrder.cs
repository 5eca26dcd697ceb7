namespace AiInfra.Core.Catalog;

/// <summary>What found runs are ordered by, checked.</summary>
/// <param name="Field">What is asked for.</param>
/// <param name="Key">The metric, parameter or tag, or the attribute's one name.</param>
/// <param name="IsDescending">Whether the largest comes first. Runs without a value come last either way.</param>
public sealed record RunOrder(RunField Field, string Key, bool IsDescending);
