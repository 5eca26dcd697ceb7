using AiInfra.Metrics;
using AiInfra.Metrics.Regression;

namespace AiInfra.Outside.Tests.Metrics;

/// <summary>Too little costs three times as much as too much: a metric of numbers that is the mean of what a row costs.</summary>
internal sealed class ShortageCost() : ValueMeanMetric("shortageCost")
{
    public override Metric New() => new ShortageCost();

    protected override double RowLoss(double truth, double value) => truth > value ? 3 * (truth - value) : value - truth;
}
