using AiInfra.Metrics;
using AiInfra.Metrics.Clustering;
using AiInfra.Metrics.Detection;

namespace AiInfra.Conformance;

internal sealed class ClusteringCalls : IMetricCalls
{
    public Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["adjustedRandIndex"] = c => AdjustedRandIndex.Of(Truth(c), Clusters(c), c.Weights()).Value,
        ["adjustedRand"] = c => AdjustedRandIndex.Of(Truth(c), Clusters(c), c.Weights()).Value,
        ["ari"] = c => AdjustedRandIndex.Of(Truth(c), Clusters(c), c.Weights()).Value,
        ["randIndex"] = c => RandIndex.Of(Truth(c), Clusters(c), c.Weights()).Value,
        ["normalizedMutualInformation"] = c => NormalizedMutualInformation.Of(Truth(c), Clusters(c), Mean(c), c.Weights()).Value,
        ["nmi"] = c => NormalizedMutualInformation.Of(Truth(c), Clusters(c), Mean(c), c.Weights()).Value,
        ["adjustedMutualInformation"] = c => AdjustedMutualInformation.Of(Truth(c), Clusters(c), Mean(c), c.Weights()).Value,
        ["ami"] = c => AdjustedMutualInformation.Of(Truth(c), Clusters(c), Mean(c), c.Weights()).Value,
        ["homogeneity"] = c => Homogeneity.Of(Truth(c), Clusters(c), c.Weights()).Value,
        ["completeness"] = c => Completeness.Of(Truth(c), Clusters(c), c.Weights()).Value,
        ["vMeasure"] = c => VMeasure.Of(Truth(c), Clusters(c), c.Param("beta") ?? 1, c.Weights()).Value,
        ["fowlkesMallows"] = c => FowlkesMallows.Of(Truth(c), Clusters(c), c.Weights()).Value,
        ["purity"] = c => Purity.Of(Truth(c), Clusters(c), c.Weights()).Value,
        ["iou"] = c => BoxOf(c, "a", "boxA", "box1").IoU(BoxOf(c, "b", "boxB", "box2")),
        ["giou"] = c => BoxOf(c, "a", "boxA", "box1").GIoU(BoxOf(c, "b", "boxB", "box2")),
        ["silhouette"] = c => OfPoints(c, (p, w, k) => Silhouette.Of(p, w, k, Distance(c))),
        ["daviesBouldin"] = c => OfPoints(c, (p, w, k) => DaviesBouldin.Of(p, w, k)),
        ["calinskiHarabasz"] = c => OfPoints(c, (p, w, k) => CalinskiHarabasz.Of(p, w, k)),
    };

    private static int[] Truth(ReferenceCase c) => c.Groups("yTrue", "labelsTrue", "truth", "classes");

    private static int[] Clusters(ReferenceCase c) => c.Groups("yPred", "labelsPred", "predicted", "clusters", "labels");

    private static double OfPoints(ReferenceCase c, Func<double[], int, int[], Score> metric)
    {
        double[][] rows = c.OptionalMatrix("x", "X", "points", "data") ?? throw new KeyNotFoundException("the input 'x' is missing");
        return metric([.. rows.SelectMany(r => r)], rows.Length == 0 ? 1 : rows[0].Length, Clusters(c)).Value;
    }

    private static Box BoxOf(ReferenceCase c, params string[] names)
    {
        double[] box = c.Column(names);
        return c.Word("format") switch
        {
            null or "xyxy" => new(box[0], box[1], box[2], box[3]),
            "xywh" => Box.FromCorner(box[0], box[1], box[2], box[3]),
            "cxcywh" => Box.FromCentre(box[0], box[1], box[2], box[3]),
            string other => throw new FormatException($"the form '{other}' of boxes is not known"),
        };
    }

    private static EntropyMean Mean(ReferenceCase c) => c.Word("average", "averageMethod", "average_method", "mean") switch
    {
        null or "arithmetic" => EntropyMean.Arithmetic,
        "geometric" => EntropyMean.Geometric,
        "min" or "minimum" => EntropyMean.Minimum,
        "max" or "maximum" => EntropyMean.Maximum,
        string other => throw new FormatException($"the mean '{other}' is not known"),
    };

    private static ClusterDistance Distance(ReferenceCase c) => c.Word("metric", "distance") switch
    {
        null or "euclidean" => ClusterDistance.Euclidean,
        "cosine" => ClusterDistance.Cosine,
        "manhattan" or "cityblock" => ClusterDistance.Manhattan,
        string other => throw new FormatException($"the distance '{other}' is not known"),
    };
}
