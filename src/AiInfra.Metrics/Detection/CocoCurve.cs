namespace AiInfra.Metrics.Detection;

/// <summary>Precision and recall of one class in one range of areas, by threshold.</summary>
/// <param name="Objects">Objects that count.</param>
/// <param name="Precision">Mean precision at 101 recalls.</param>
/// <param name="Recall">The recall reached.</param>
internal sealed record CocoCurve(int Objects, double[] Precision, double[] Recall);
