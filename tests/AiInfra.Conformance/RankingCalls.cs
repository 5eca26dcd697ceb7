using AiInfra.Evaluation.Metrics;
using AiInfra.Evaluation.Ranking;

namespace AiInfra.Conformance;

internal static class RankingCalls
{
    public static Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["ndcg"] = c => new NormalizedDiscountedGain((int)(c.Param("k") ?? 0)).Query(c.Numbers("relevance"), c.Numbers("score")),
        ["dcg"] = c => new DiscountedGain((int)(c.Param("k") ?? 0)).Query(c.Numbers("relevance"), c.Numbers("score")),
        ["labelRankingAveragePrecision"] = c => new LabelRankingAveragePrecision().Query(c.Numbers("relevant"), c.Numbers("score")),
        ["pearson"] = c => PearsonCorrelation.Of(c.Numbers("x"), c.Numbers("y")).Value,
        ["spearman"] = c => SpearmanCorrelation.Of(c.Numbers("x"), c.Numbers("y")).Value,
        ["kendallTauB"] = c => KendallTau.Of(c.Numbers("x"), c.Numbers("y")).Value,
    };
}
