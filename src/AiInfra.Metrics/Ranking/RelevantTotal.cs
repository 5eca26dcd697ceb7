namespace AiInfra.Metrics.Ranking;

/// <summary>By what found relevant documents are divided.</summary>
public enum RelevantTotal
{
    /// <summary>By all relevant documents of the query (trec_eval), so that more of them than ranks cannot reach 1.</summary>
    All,

    /// <summary>By the smaller of those and the cut-off, so that a perfect ranking is 1.</summary>
    Capped,
}
