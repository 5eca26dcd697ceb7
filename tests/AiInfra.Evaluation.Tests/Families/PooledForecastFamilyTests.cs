using AiInfra.Metrics;
using AiInfra.Metrics.Forecasting;

namespace AiInfra.Evaluation.Tests.Families;

public sealed class PooledForecastFamilyTests : FamilyContract
{
    protected override string Family => "Forecasts";

    protected override IScored Measured(double noise)
    {
        var metric = new SeriesMetric(new WeightedAbsolutePercentageError(), SeriesAggregation.Pooled);
        for (int i = 0; i < 100; i++)
        {
            metric.Add([], [2, 1], [2 + (Wrong(i, noise) ? 2 : 0.1), 1]);
        }

        return metric;
    }
}
