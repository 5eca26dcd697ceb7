using System.Globalization;

namespace AiInfra.Metrics.Detection;

/// <summary>How detections are measured. The defaults are COCO's for boxes.</summary>
public sealed record CocoOptions
{
    /// <summary>Overlaps at which a detection is right, ascending.</summary>
    /// <value>Default 0.50 to 0.95 by 0.05.</value>
    public IReadOnlyList<double> Thresholds { get; init; } = [.. Enumerable.Range(0, 9).Select(i => 0.5 + (i * ((0.95 - 0.5) / 9))), 0.95];

    /// <summary>Detections an image and class that count, the surest first, ascending; precision takes the last.</summary>
    /// <value>Default 1, 10 and 100.</value>
    public IReadOnlyList<int> MaxDetections { get; init; } = [1, 10, 100];

    /// <summary>Ranges of area that are measured apart; the first one is the overall one.</summary>
    /// <value>Default all, small (to 32²), medium and large (from 96²), in pixels.</value>
    public IReadOnlyList<AreaRange> Areas { get; init; } =
    [
        new("all", 0, 1e10), new("small", 0, 1024), new("medium", 1024, 9216), new("large", 9216, 1e10),
    ];

    internal string Signature => string.Create(CultureInfo.InvariantCulture, $"iou:{Thresholds[0]:0.##}-{Thresholds[^1]:0.##}x{Thresholds.Count}|maxDets:{string.Join(',', MaxDetections)}|points:101");

    internal void Check()
    {
        if (Thresholds.Count == 0 || MaxDetections.Count == 0 || Areas.Count == 0)
        {
            throw new ArgumentException("At least one threshold, one number of detections and one range of areas are needed.", nameof(Thresholds));
        }

        for (int i = 0; i < Thresholds.Count; i++)
        {
            if (!(Thresholds[i] > 0 && Thresholds[i] <= 1) || (i > 0 && Thresholds[i] <= Thresholds[i - 1]))
            {
                throw new ArgumentException($"Thresholds[{i}] is {Thresholds[i]}; overlaps ascend above 0 and up to 1.", nameof(Thresholds));
            }
        }

        for (int i = 0; i < MaxDetections.Count; i++)
        {
            if (MaxDetections[i] < 1 || (i > 0 && MaxDetections[i] <= MaxDetections[i - 1]))
            {
                throw new ArgumentException($"MaxDetections[{i}] is {MaxDetections[i]}; they ascend from 1.", nameof(MaxDetections));
            }
        }
    }

    /// <inheritdoc />
    public override string ToString() => $"CocoOptions {{ Thresholds = {Shown.List(Thresholds)}, MaxDetections = {Shown.List(MaxDetections)}, Areas = {Shown.List(Areas)} }}";
}
