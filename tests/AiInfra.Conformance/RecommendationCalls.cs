using AiInfra.Metrics.Recommendation;

namespace AiInfra.Conformance;

/// <summary>What recommended lists are beside being right.</summary>
internal sealed class RecommendationCalls : IMetricCalls
{
    public Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["catalogCoverage"] = c => Of(c, new CatalogCoverage(Size(c), Cut(c))),
        ["recommendationGini"] = c => Of(c, new RecommendationGini(Size(c), Cut(c))),
        ["novelty"] = c => Of(c, new Novelty(c.Texts("items").Zip(c.Numbers("known")).ToDictionary(i => i.First, i => (long)i.Second, StringComparer.Ordinal), (long)c.Number("users"), Cut(c))),
    };

    private static double Of(ReferenceCase c, RecommendationMetric metric)
    {
        string?[][] lists = c.TextMatrix("lists");
        for (int user = 0; user < lists.Length; user++)
        {
            metric.Add($"user {user}", [.. lists[user].OfType<string>()]);
        }

        return metric.Result().Value;
    }

    private static int Size(ReferenceCase c) => (int)c.Number("catalog");

    private static int Cut(ReferenceCase c) => (int)(c.Param("k") ?? 0);
}
