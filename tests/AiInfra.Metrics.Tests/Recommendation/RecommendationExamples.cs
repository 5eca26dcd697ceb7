using AiInfra.Metrics.Recommendation;
using AiInfra.Metrics.Tests.Families;

namespace AiInfra.Metrics.Tests.Recommendation;

internal sealed class RecommendationExamples : IFamilyExamples
{
    public IEnumerable<ScoredMetric> Metrics() =>
    [
        new CatalogCoverage(10), new CatalogCoverage(10, 5), new RecommendationGini(10), new Novelty(new Dictionary<string, long>(), 4),
        new IntraListDiversity((_, _) => 1, "one"), new Serendipity([], "none"),
    ];
}
