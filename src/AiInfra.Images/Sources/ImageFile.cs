namespace AiInfra.Images.Sources;

/// <summary>An image to learn from.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Label">Number of its class; null without.</param>
public sealed record ImageFile(string Path, int? Label = null);
