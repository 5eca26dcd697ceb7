namespace AiInfra.Metrics.Ranking;

/// <summary>How a run is measured against judgements. The defaults are trec_eval's.</summary>
public sealed record RetrievalOptions
{
    /// <summary>What a retrieved document without a judgement is.</summary>
    /// <value>Default not relevant.</value>
    public Unjudged Unjudged { get; init; } = Unjudged.NotRelevant;

    /// <summary>Whether judged queries for which nothing was retrieved count, with an empty ranking (trec_eval -c).</summary>
    /// <value>Default false: they are left out, and counted in the result.</value>
    public bool CountMissingQueries { get; init; }

    /// <summary>Documents a query that are read, the highest scores first (trec_eval -M); 0 for all.</summary>
    /// <value>Default 0.</value>
    public int Depth { get; init; }

    /// <summary>Whether scores are compared in single precision, in which trec_eval keeps them: some that differ as doubles are tied there.</summary>
    /// <value>Default true.</value>
    public bool SinglePrecision { get; init; } = true;
}
