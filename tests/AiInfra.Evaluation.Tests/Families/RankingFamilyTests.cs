using AiInfra.Metrics;
using AiInfra.Metrics.Ranking;

namespace AiInfra.Evaluation.Tests.Families;

public sealed class RankingFamilyTests : FamilyContract
{
    protected override string Family => "Rankings";

    protected override IScored Measured(double noise)
    {
        var metric = new ReciprocalRank();
        for (int i = 0; i < 100; i++)
        {
            metric.Add([1, 0, 0, 0], Wrong(i, noise) ? [0.1, 0.4, 0.3, 0.2] : [0.9, 0.4, 0.3, 0.2]);
        }

        return metric;
    }
}
