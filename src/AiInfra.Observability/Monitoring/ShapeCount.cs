namespace AiInfra.Observability.Monitoring;

/// <summary>How many answers of a version had tensors of these shapes.</summary>
/// <param name="Version">Version that answered.</param>
/// <param name="Shapes">Names, types and shapes in and out, <see cref="Core.Signals.TensorPrediction.Shapes"/>; "other" for shapes beyond the first hundred.</param>
/// <param name="Count">How many.</param>
public sealed record ShapeCount(int Version, string Shapes, long Count);
