namespace AiInfra.Metrics.Ranking;

/// <summary>Measures a run against judgements by the rules of trec_eval: by descending score, equal scores by descending document id (ordinal), over the queries that both have.</summary>
public static class RetrievalEvaluator
{
    /// <summary>Measures a run.</summary>
    /// <param name="judgments">What is relevant.</param>
    /// <param name="run">What was retrieved.</param>
    /// <param name="metric">The metric, whose options and not whose state are used. Its handling of ties does not matter: ids break them.</param>
    /// <param name="options">How to measure.</param>
    /// <param name="confidence">Confidence of the interval.</param>
    public static RetrievalScore Evaluate(RelevanceJudgments judgments, RetrievalRun run, RankingMetric metric, RetrievalOptions? options = null, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(judgments);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(metric);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Depth, nameof(options));
        RankingMetric fresh = metric.Fresh();
        var queries = new List<QueryScore>();
        foreach (string query in judgments.Queries.Order(StringComparer.Ordinal))
        {
            if (run.Of(query) is { } retrieved)
            {
                queries.Add(Measure(fresh, query, judgments.Of(query)!, retrieved, options));
            }
            else if (options.CountMissingQueries)
            {
                queries.Add(Measure(fresh, query, judgments.Of(query)!, new Dictionary<string, double>(), options));
            }
        }

        string signature = $"{fresh.Signature}|unjudged:{(options.Unjudged == Unjudged.Removed ? "removed" : "notRelevant")}|missing:{(options.CountMissingQueries ? "counted" : "skipped")}|depth:{options.Depth}|order:{(options.SinglePrecision ? "single" : "double")},id";
        return new(
            fresh.Result(confidence) with { Signature = signature },
            queries,
            run.Queries.Count(q => judgments.Of(q) is null),
            judgments.Queries.Count(q => run.Of(q) is null));
    }

    private static QueryScore Measure(RankingMetric metric, string query, IReadOnlyDictionary<string, double> judged, IReadOnlyDictionary<string, double> retrieved, RetrievalOptions options)
    {
        IEnumerable<string> order = retrieved
            .OrderByDescending(d => options.SinglePrecision ? (float)d.Value : d.Value)
            .ThenByDescending(d => d.Key, StringComparer.Ordinal)
            .Select(d => d.Key);
        if (options.Depth > 0)
        {
            order = order.Take(options.Depth);
        }

        if (options.Unjudged == Unjudged.Removed)
        {
            order = order.Where(d => judged.TryGetValue(d, out double relevance) && relevance >= 0);
        }

        string[] documents = [.. order];
        double[] given = [.. documents.Select(d => judged.GetValueOrDefault(d, -1))];
        var ranked = new RankedQuery
        {
            Relevance = Array.ConvertAll(given, r => Math.Max(0, r)),
            Judged = Array.ConvertAll(given, r => r >= 0),
            Ideal = judged.Values.Where(r => r >= 0).OrderDescending().ToArray(),
        };
        metric.Add(ranked);
        return new(query, metric.Values[^1], documents.Length, ranked.Relevant(metric.RelevantAbove));
    }
}
