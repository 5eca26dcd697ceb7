namespace AiInfra.Metrics.Detection;

/// <summary>The kept detections of one image and class, and how each fared: [area, threshold, detection].</summary>
/// <param name="Scores">Scores, the highest first.</param>
/// <param name="Outcomes">1 right, 0 wrong, -1 ignored.</param>
/// <param name="Positives">Objects that count, by area.</param>
internal sealed record CocoMatches(double[] Scores, sbyte[] Outcomes, int[] Positives);
