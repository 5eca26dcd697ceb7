namespace AiInfra.Metrics.Ranking;

/// <summary>What a retrieved document without a judgement is.</summary>
public enum Unjudged
{
    /// <summary>Not relevant (trec_eval's default).</summary>
    NotRelevant,

    /// <summary>Removed from the ranking before it is measured: the condensed list (trec_eval -J; Sakai 2007).</summary>
    Removed,
}
