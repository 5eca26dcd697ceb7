using AiInfra.Metrics.Ranking;
using AiInfra.Metrics.Regression;

namespace AiInfra.Conformance;

internal sealed class RankingCalls : IMetricCalls
{
    public Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["ndcg"] = c => Of(c, new NormalizedDiscountedGain(K(c), GainOf(c), Ties(c, TieHandling.Averaged), Empty(c))),
        ["dcg"] = c => Of(c, new DiscountedGain(K(c), GainOf(c), Ties(c, TieHandling.Averaged), c.Param("logBase", "log_base") ?? 2)),
        ["map"] = c => Of(c, new MeanAveragePrecision(K(c), Total(c), Ties(c, TieHandling.Given), Empty(c), Above(c))),
        ["averagePrecisionAtK"] = c => Of(c, new MeanAveragePrecision(K(c), Total(c), Ties(c, TieHandling.Given), Empty(c), Above(c))),
        ["mrr"] = c => Of(c, new ReciprocalRank(K(c), Ties(c, TieHandling.Given), Empty(c), Above(c))),
        ["reciprocalRank"] = c => Of(c, new ReciprocalRank(K(c), Ties(c, TieHandling.Given), Empty(c), Above(c))),
        ["recallAtK"] = c => Of(c, new RecallAtK(K(c), Total(c), Ties(c, TieHandling.Given), Empty(c), Above(c))),
        ["precisionAtK"] = c => Of(c, new PrecisionAtK(K(c), Ties(c, TieHandling.Given), Empty(c), Above(c))),
        ["hitRate"] = c => Of(c, new HitRate(K(c), Ties(c, TieHandling.Given), Empty(c), Above(c))),
        ["success"] = c => Of(c, new HitRate(K(c), Ties(c, TieHandling.Given), Empty(c), Above(c))),
        ["rPrecision"] = c => Of(c, new RPrecision(Ties(c, TieHandling.Given), Empty(c), Above(c))),
        ["bpref"] = c => Of(c, new BinaryPreference(Ties(c, TieHandling.Given), Empty(c), Above(c))),
        ["labelRankingAveragePrecision"] = c => Of(c, new LabelRankingAveragePrecision()),
        ["pearson"] = c => PearsonCorrelation.Of(X(c), Y(c), c.Weights()).Value,
        ["spearman"] = c => SpearmanCorrelation.Of(X(c), Y(c), c.Weights()).Value,
        ["kendallTauB"] = c => KendallTau.Of(X(c), Y(c), c.Weights()).Value,
        ["kendall"] = c => KendallTau.Of(X(c), Y(c), c.Weights()).Value,
        ["concordance"] = c => ConcordanceCorrelation.Of(X(c), Y(c), c.Weights()).Value,
    };

    // One query, or many as the rows of a matrix and then their mean.
    private static double Of(ReferenceCase c, RankingMetric metric)
    {
        string[] relevance = ["relevance", "relevant", "yTrue", "rel"], scores = ["score", "scores", "yScore", "yPred"];
        if (!c.IsMatrix(relevance))
        {
            metric.Add(c.Column(relevance), c.Column(scores));
            return metric.Result().Value;
        }

        double[][] rows = c.OptionalMatrix(relevance)!, predicted = c.OptionalMatrix(scores) ?? throw new KeyNotFoundException("the input 'score' is missing");
        double[] weights = c.Weights();
        for (int q = 0; q < rows.Length; q++)
        {
            // A query of weight 0 is none.
            if (weights.Length > 0 && weights[q] == 0)
            {
                continue;
            }

            metric.Add(rows[q], predicted[q], weights.Length == 0 ? 1 : weights[q]);
        }

        return metric.Result().Value;
    }

    private static int K(ReferenceCase c) => (int)(c.Param("k", "cutoff", "at") ?? 0);

    private static double Above(ReferenceCase c) => c.Param("relevantAbove") ?? 0;

    private static Gain GainOf(ReferenceCase c) => c.Word("gain", "gains") switch
    {
        null or "linear" => Gain.Linear,
        "exponential" or "exp" or "exp2" or "burges" => Gain.Exponential,
        string other => throw new FormatException($"the gain '{other}' is not known"),
    };

    private static TieHandling Ties(ReferenceCase c, TieHandling otherwise) => c.Word("ties") switch
    {
        null => c.Flag("ignoreTies", c.Flag("ignore_ties", false)) ? TieHandling.Reversed : otherwise,
        "averaged" or "average" or "mean" => TieHandling.Averaged,
        "ignored" or "ignore" or "reversed" or "last" => TieHandling.Reversed,
        "given" or "order" or "stable" or "first" => TieHandling.Given,
        "worst" or "pessimistic" => TieHandling.Worst,
        string other => throw new FormatException($"the handling '{other}' of ties is not known"),
    };

    private static RelevantTotal Total(ReferenceCase c) => c.Word("denominator", "total") switch
    {
        null => c.Flag("capped", false) ? RelevantTotal.Capped : RelevantTotal.All,
        "relevant" or "all" or "trec" => RelevantTotal.All,
        "capped" or "min" or "k" or "minkrelevant" or "min(k,relevant)" => RelevantTotal.Capped,
        string other => throw new FormatException($"the denominator '{other}' is not known"),
    };

    private static NoRelevant Empty(ReferenceCase c) => c.Word("noRelevant", "empty") switch
    {
        null or "zero" or "0" => NoRelevant.Zero,
        "one" or "1" => NoRelevant.One,
        "skip" => NoRelevant.Skip,
        string other => throw new FormatException($"the convention '{other}' is not known"),
    };

    private static double[] X(ReferenceCase c) => c.Column("x", "yTrue", "a");

    private static double[] Y(ReferenceCase c) => c.Column("y", "yPred", "b");
}
