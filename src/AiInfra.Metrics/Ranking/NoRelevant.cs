namespace AiInfra.Metrics.Ranking;

/// <summary>What a query without any relevant document is. Such queries are counted as undefined in the score, whatever is chosen.</summary>
public enum NoRelevant
{
    /// <summary>0 (scikit-learn; trec_eval for queries that were judged).</summary>
    Zero,

    /// <summary>1 (LightGBM).</summary>
    One,

    /// <summary>Left out of the mean; its value is NaN.</summary>
    Skip,
}
