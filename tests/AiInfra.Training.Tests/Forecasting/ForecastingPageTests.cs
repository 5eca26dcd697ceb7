// <readme> docs/models.md 3
using AiInfra.Metrics.Forecasting;
using AiInfra.Training.Forecasting;
// </readme>

namespace Readmes;

/// <summary>Block 3 of docs/models.md.</summary>
public sealed class ForecastingPageTests
{
    [Fact]
    public async Task Page_Series_IsForecastWithIntervals()
    {
        var random = new Random(5);
        double[] demand = [.. Enumerable.Range(0, 24 * 60).Select(i => 100 + (20 * Math.Sin(i * Math.PI / 12)) + random.NextDouble())];

        // <readme> docs/models.md 3
        // Given: double[] demand
        var series = new Dictionary<string, double[]> { ["demand"] = demand };
        var options = new BacktestOptions { Horizon = 24, TrainLength = 24 * 28, MaxWindows = 30 };
        BacktestResult backtest = await Backtest.RunAsync(series, ExponentialSmoothing.Forecaster(new SmoothingOptions { Season = 24 }), options);
        var intervals = ForecastIntervals.Fit(backtest, coverage: 0.9);                   // by step, from the errors of the backtest
        double[] forecast = ExponentialSmoothing.Fit(demand, new SmoothingOptions { Season = 24 }).Forecast(24);
        (double[] lower, double[] upper) = intervals.Around(forecast);
        // </readme>

        for (int i = 0; i < 24; i++)
        {
            Assert.InRange(forecast[i], lower[i], upper[i]);
            Assert.InRange(forecast[i], 98 + (20 * Math.Sin(i * Math.PI / 12)), 103 + (20 * Math.Sin(i * Math.PI / 12)));
        }
    }
}
