using AiInfra.Metrics;
using AiInfra.Metrics.Clustering;

namespace AiInfra.Evaluation.Tests.Families;

public sealed class ClusterFamilyTests : FamilyContract
{
    protected override string Family => "Clusters";

    protected override IScored Measured(double noise)
    {
        var metric = new AdjustedRandIndex();
        for (int i = 0; i < 100; i++)
        {
            metric.Add(i % 3, Wrong(i, noise) ? (i + (i / 3)) % 3 : i % 3);
        }

        return metric;
    }
}
