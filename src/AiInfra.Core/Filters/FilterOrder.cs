namespace AiInfra.Core.Filters;

/// <summary>What a list is ordered by.</summary>
/// <param name="Entity">What stands before the point; null where there is no point.</param>
/// <param name="Key">What stands after it, without quotes.</param>
/// <param name="IsDescending">Whether the largest comes first.</param>
public sealed record FilterOrder(string? Entity, string Key, bool IsDescending);
