// <readme> docs/metrics/recommendation.md 1
using AiInfra.Metrics;
using AiInfra.Metrics.Recommendation;
// </readme>

namespace Docs;

/// <summary>The code of docs/metrics/recommendation.md, run.</summary>
public sealed class RecommendationDocTests
{
    [Fact]
    public void Recommendation_Example_Runs()
    {
        // <readme> docs/metrics/recommendation.md 1
        UserRecommendations[] lists = [new("ann", ["a", "b"]), new("bob", ["a", "c"]), new("cid", ["a", "d"])];
        var coverage = new CatalogCoverage(items: 8);
        coverage.AddBatch(lists);                                          // 4 of 8 items are shown to anybody
        var novelty = new Novelty(new Dictionary<string, long> { ["a"] = 8, ["b"] = 4, ["c"] = 1 }, users: 8);
        novelty.AddBatch(lists);
        Score bits = novelty.Result();                                     // 0.667, with Student's interval over users
        // </readme>

        Assert.Equal((0.5, 0.667), (coverage.Result().Value, Math.Round(bits.Value, 3)));
        Assert.NotNull(bits.Interval);
    }
}
