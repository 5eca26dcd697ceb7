using AiInfra.Metrics;

namespace AiInfra.Outside.Tests.Metrics;

/// <summary>Twice the pixels in both masks / pixels of one and of the other.</summary>
internal sealed class MaskDice() : MaskMetric("maskDice")
{
    public override UnitMeanMetric New() => new MaskDice();

    protected override double Picture(int both, int either) => 2.0 * both / (both + either);
}
