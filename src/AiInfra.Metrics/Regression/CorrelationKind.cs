namespace AiInfra.Metrics.Regression;

/// <summary>Which correlation.</summary>
public enum CorrelationKind
{
    /// <summary>Pearson's: of the values.</summary>
    Pearson,

    /// <summary>Spearman's: of the ranks.</summary>
    Spearman,

    /// <summary>Kendall's tau-b: of the order of pairs.</summary>
    Kendall,

    /// <summary>Lin's: closeness to equality.</summary>
    Concordance,
}
