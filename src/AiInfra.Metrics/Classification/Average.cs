namespace AiInfra.Metrics.Classification;

/// <summary>How a ratio of one class becomes a ratio of all.</summary>
public enum Average
{
    /// <summary>Counts are summed over the classes first. For single-label predictions over all classes this equals accuracy.</summary>
    Micro,

    /// <summary>Mean over the classes, each alike.</summary>
    Macro,

    /// <summary>Mean over the classes, weighted by their true rows.</summary>
    Weighted,

    /// <summary>Only the positive class.</summary>
    Positive,

    /// <summary>Mean over the rows, of predictions with several labels a row.</summary>
    Samples,
}
