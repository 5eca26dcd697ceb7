namespace AiInfra.Metrics.Classification;

/// <summary>How an area under the ROC curve of many classes is put together from two-class areas.</summary>
public enum AucDecomposition
{
    /// <summary>Each class against all others.</summary>
    OneVersusRest,

    /// <summary>Each pair of classes, both ways (Hand and Till 2001).</summary>
    OneVersusOne,
}
