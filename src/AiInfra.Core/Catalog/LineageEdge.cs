namespace AiInfra.Core.Catalog;

/// <summary>That one thing came from another.</summary>
/// <param name="From">What was there before.</param>
/// <param name="To">What came from it.</param>
/// <param name="Role">In which part, for example "trained-on", "evaluated-on".</param>
public sealed record LineageEdge(LineageNode From, LineageNode To, string Role);
