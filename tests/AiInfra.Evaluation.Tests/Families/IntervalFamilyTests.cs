using AiInfra.Metrics;
using AiInfra.Metrics.Uncertainty;

namespace AiInfra.Evaluation.Tests.Families;

public sealed class IntervalFamilyTests : FamilyContract
{
    protected override string Family => "Intervals and distributions";

    protected override IScored Measured(double noise)
    {
        var metric = new IntervalScore(0.9);
        for (int i = 0; i < 100; i++)
        {
            metric.Add(i % 10, (i % 10) - (Wrong(i, noise) ? -2 : 1), (i % 10) + 3);
        }

        return metric;
    }
}
