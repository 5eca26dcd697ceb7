using AiInfra.Metrics;

namespace AiInfra.Outside.Tests.Metrics;

/// <summary>Pixels in both masks / pixels in either.</summary>
internal sealed class MaskOverlap() : MaskMetric("maskOverlap")
{
    public override UnitMeanMetric New() => new MaskOverlap();

    protected override double Picture(int both, int either) => (double)both / either;
}
