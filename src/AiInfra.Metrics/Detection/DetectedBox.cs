namespace AiInfra.Metrics.Detection;

/// <summary>An object that a model says is in an image.</summary>
/// <param name="Category">Its class.</param>
/// <param name="Box">Where it says it is.</param>
/// <param name="Score">How sure it is; on any scale.</param>
public readonly record struct DetectedBox(int Category, Box Box, double Score);
