namespace AiInfra.Metrics.Detection;

/// <summary>A range of areas, both ends included.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Low">The least area, in square pixels.</param>
/// <param name="High">The largest.</param>
public sealed record AreaRange(string Name, double Low, double High);
