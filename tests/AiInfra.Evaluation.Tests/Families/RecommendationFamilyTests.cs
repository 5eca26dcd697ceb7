using AiInfra.Metrics;
using AiInfra.Metrics.Recommendation;

namespace AiInfra.Evaluation.Tests.Families;

public sealed class RecommendationFamilyTests : FamilyContract
{
    protected override string Family => "Recommendations";

    protected override IScored Measured(double noise)
    {
        var metric = new Novelty(new Dictionary<string, long> { ["hit"] = 900, ["song"] = 400, ["rare"] = 3 }, 1000);
        for (int i = 0; i < 100; i++)
        {
            metric.Add($"user {i}", Wrong(i, noise) ? ["hit", "song"] : ["song", "rare"]);
        }

        return metric;
    }
}
