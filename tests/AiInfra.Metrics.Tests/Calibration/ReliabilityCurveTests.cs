using AiInfra.Metrics.Calibration;

namespace AiInfra.Metrics.Tests.Calibration;

public class ReliabilityCurveTests
{
    [Fact]
    public void Of_ProbabilityOnInnerEdge_BelongsBelow()
    {
        IReadOnlyList<ReliabilityBin> curve = ReliabilityCurve.Of([true, false], [0.5, 0.6], 2);
        Assert.Equal([new(0.5, 1, 1), new(0.6, 0, 1)], curve);
    }

    [Fact]
    public void Of_QuantileBins_EquallyManyRows()
    {
        double[] p = [.. Enumerable.Range(0, 100).Select(i => i * i / 10000.0)];
        IReadOnlyList<ReliabilityBin> curve = ReliabilityCurve.Of(new bool[100], p, 4, BinStrategy.Quantile);
        Assert.Equal([25, 25, 25, 25], curve.Select(b => b.Count));
    }
}
