using AiInfra.Metrics;
using AiInfra.Metrics.Survival;

namespace AiInfra.Evaluation.Tests.Families;

public sealed class SurvivalFamilyTests : FamilyContract
{
    protected override string Family => "Survival";

    protected override IScored Measured(double noise)
    {
        var metric = new HarrellConcordance();
        for (int i = 0; i < 100; i++)
        {
            metric.Add(1 + (i * 13 % 100), i % 4 > 0, Wrong(i, noise) ? i * 13 % 100 : -(i * 13 % 100));
        }

        return metric;
    }
}
