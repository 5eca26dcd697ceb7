namespace AiInfra.Metrics.Detection;

/// <summary>Checks of boxes.</summary>
internal static class DetectionInput
{
    public static void Check(ReadOnlySpan<GroundTruthBox> truth, ReadOnlySpan<DetectedBox> detections, long image)
    {
        for (int i = 0; i < truth.Length; i++)
        {
            if (!truth[i].Box.IsValid)
            {
                throw new ArgumentException($"truth[{i}] of image {image} is {truth[i].Box}; corners are finite and the right and bottom ones not smaller.", nameof(truth));
            }

            if (truth[i].Area is { } area && !(area >= 0 && double.IsFinite(area)))
            {
                throw new ArgumentException($"The area of truth[{i}] of image {image} is {area}; a finite number, zero or more, is needed.", nameof(truth));
            }
        }

        for (int i = 0; i < detections.Length; i++)
        {
            if (!detections[i].Box.IsValid)
            {
                throw new ArgumentException($"detections[{i}] of image {image} is {detections[i].Box}; corners are finite and the right and bottom ones not smaller.", nameof(detections));
            }

            if (!double.IsFinite(detections[i].Score))
            {
                throw new ArgumentException($"The score of detections[{i}] of image {image} is {detections[i].Score}; a finite number is needed.", nameof(detections));
            }
        }
    }
}
