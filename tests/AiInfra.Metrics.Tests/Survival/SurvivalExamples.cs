using AiInfra.Metrics.Survival;
using AiInfra.Metrics.Tests.Families;

namespace AiInfra.Metrics.Tests.Survival;

internal sealed class SurvivalExamples : IFamilyExamples
{
    public IEnumerable<ScoredMetric> Metrics() => [new HarrellConcordance(), new UnoConcordance(), new UnoConcordance(10), new IntegratedBrierScore([1, 2]), new IntegratedBrierScore([3])];
}
