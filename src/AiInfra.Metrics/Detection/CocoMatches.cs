namespace AiInfra.Metrics.Detection;

/// <summary>The kept detections of one image and class, and how each fared: [area, threshold, detection].</summary>
/// <param name="Image">The image, counted from 0.</param>
/// <param name="Scores">Scores, the highest first.</param>
/// <param name="Outcomes">1 right, 0 wrong, -1 ignored.</param>
/// <param name="Positives">Objects that count, by area.</param>
internal sealed record CocoMatches(int Image, double[] Scores, sbyte[] Outcomes, int[] Positives);
