namespace AiInfra.Metrics.Detection;

/// <summary>An object that is in an image.</summary>
/// <param name="Category">Its class.</param>
/// <param name="Box">Where it is.</param>
public readonly record struct GroundTruthBox(int Category, Box Box)
{
    /// <summary>Whether it stands for a crowd: detections within are neither right nor wrong.</summary>
    public bool IsCrowd { get; init; }

    /// <summary>Whether it is hard to see (VOC): finding it is neither right nor wrong. COCO's rules have no such thing and ignore it alike.</summary>
    public bool IsDifficult { get; init; }

    /// <summary>Its area, which decides whether it is small, medium or large; null for the box's. COCO's files give the mask's.</summary>
    public double? Area { get; init; }
}
