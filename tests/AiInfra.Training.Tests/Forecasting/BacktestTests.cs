using AiInfra.Metrics.Forecasting;
using AiInfra.Metrics.Uncertainty;
using AiInfra.Training.Forecasting;
using AiInfra.Training.Recipes;

namespace AiInfra.Training.Tests.Forecasting;

/// <summary>Every forecaster on one series with a trend, a season and a weekday of its own.</summary>
public sealed class BacktestTests
{
    private static readonly BacktestOptions s_options = new() { Horizon = 12, TrainLength = 480, MaxWindows = 6 };

    private static double[] Series(int steps = 600, double noise = 1, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, steps).Select(t => 100 + (0.1 * t) + (20 * Math.Sin(2 * Math.PI * t / 12)) + (t % 7 == 3 ? 15 : 0) + (noise * (random.NextDouble() - 0.5)))];
    }

    private static double Error(BacktestResult result) => result.Windows.Average(w => Enumerable.Range(0, 12).Average(h => Math.Abs(w.Truth.Span[h] - w.Forecast.Span[h])));

    private static Task<BacktestResult> RunAsync(Forecaster forecaster, BacktestOptions? options = null, double[]? series = null) =>
        Backtest.RunAsync(new Dictionary<string, double[]> { ["sales"] = series ?? Series() }, forecaster, options ?? s_options, TestContext.Current.CancellationToken);

    [Fact]
    public async Task ForecastersOfARollingBacktest_BeatTheSeasonOfBefore()
    {
        double naive = Error(await RunAsync((r, _) => ValueTask.FromResult<IReadOnlyList<double>>(SeasonalNaive.Forecast([.. r.History], r.Horizon, 12, r.Gap))));
        double smooth = Error(await RunAsync(ExponentialSmoothing.Forecaster(new SmoothingOptions { Season = 12, Trend = SmoothingTrend.Additive, Form = SmoothingSeason.Additive, MaxHistory = 120 })));
        double network = Error(await RunAsync(WindowNetwork.Forecaster(new WindowOptions { Window = 42, Steps = 300, RefitEvery = 1000 })));
        var options = new LagOptions { Season = 12, RefitEvery = 1000 };
        options.Known["weekday"] = step => step % 7;
        double lagged = Error(await RunAsync(new LaggedForecaster(new TabularRecipe { Steps = 300 }, options).ForecastAsync));
        Assert.True(smooth < naive, $"smoothing {smooth}, naive {naive}");
        Assert.True(network < 0.6 * naive, $"network {network}, naive {naive}");
        Assert.True(lagged < 0.6 * naive, $"lagged {lagged}, naive {naive}");
    }

    [Fact]
    public async Task ForecastAsync_WithAGap_IsOfTheStepsAfterIt()
    {
        // Without noise, and the season as the only change, the base alone is the answer: what is learned is nought.
        double[] series = [.. Enumerable.Range(0, 200).Select(t => (double)(t % 5))];
        IReadOnlyList<double> forecast = await new LaggedForecaster(new TabularRecipe { Steps = 30 }, new LagOptions { Season = 5 })
            .ForecastAsync(new ForecastRequest("s", series, 7, 3, 200), TestContext.Current.CancellationToken);
        Assert.Equal(7, forecast.Count);
        Assert.All(Enumerable.Range(0, 7), h => Assert.Equal((203 + h) % 5, forecast[h], 0.2));
    }

    [Fact]
    public async Task ForecastAsync_OfAnEarlierOriginThanTheKeptModel_TrainsAnew()
    {
        var counted = new Counted();
        var forecaster = new LaggedForecaster(counted, new LagOptions { RefitEvery = 50 });
        double[] series = Series(300);
        foreach (int origin in (int[])[200, 220, 249, 250, 240])
        {
            await forecaster.ForecastAsync(new ForecastRequest("s", series[..origin], 2, 0, origin), TestContext.Current.CancellationToken);
        }

        // At 200, at 250, and at 240: the model of 250 has seen what is to be forecast from there.
        Assert.Equal(3, counted.Trained);
    }

    [Fact]
    public async Task ForecastAsync_OfAShortHistory_SaysHowMuchIsNeeded()
    {
        var forecaster = new LaggedForecaster(new TabularRecipe(), new LagOptions { Season = 12 });
        ForecastException e = await Assert.ThrowsAsync<ForecastException>(async () => await forecaster.ForecastAsync(new ForecastRequest("s", Series(30), 12, 0, 30), TestContext.Current.CancellationToken));
        Assert.Contains("36 are needed", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Intervals_OfABacktest_HoldWhatComes()
    {
        // A level with noise, forecast by the last value: the error is the same at every step.
        var random = new Random(5);
        double[] series = [.. Enumerable.Range(0, 3000).Select(_ => random.NextDouble())];
        var options = new BacktestOptions { Horizon = 3, TrainLength = 2, MaxWindows = 500 };
        IReadOnlyList<double> Mean(ForecastRequest request) => [.. Enumerable.Repeat(0.5, request.Horizon)];
        var intervals = ForecastIntervals.Fit(Backtest.Run(series.AsSpan(0, 1500), Mean, options), 0.8);
        BacktestResult later = Backtest.Run(series.AsSpan(1500), Mean, options);
        var coverage = new IntervalCoverage();
        foreach (WindowForecast window in later.Windows)
        {
            (double[] lower, double[] upper) = intervals.Around(window.Forecast.ToArray());
            coverage.AddBatch(window.Truth.Span, lower, upper);
        }

        Assert.InRange(coverage.Result().Value, 0.75, 0.85);
        Assert.InRange(intervals.Steps[0].Above, 0.35, 0.45);
    }

    [Fact]
    public void Intervals_OfSeriesOfTwoSizes_GrowByTheirScale()
    {
        double[] small = Series(400), large = [.. Series(400, seed: 2).Select(v => 1000 * v)];
        var options = new BacktestOptions { Horizon = 2, TrainLength = 100 };
        static double Scale(IReadOnlyList<double> history) => SeasonalNaive.Scale([.. history], season: 12);
        BacktestResult backtest = Backtest.Run(
            new Dictionary<string, double[]> { ["small"] = small, ["large"] = large }, r => SeasonalNaive.Forecast([.. r.History], r.Horizon, 12), options);
        var intervals = ForecastIntervals.Fit(backtest, spread: Scale);
        (double[] low, double[] high) = intervals.Around([0, 0], small);
        (double[] lowLarge, double[] highLarge) = intervals.Around([0, 0], large);
        Assert.InRange((highLarge[0] - lowLarge[0]) / (high[0] - low[0]), 500, 2000);
        Assert.Throws<ArgumentException>(() => intervals.Around([0, 0]));
        Assert.Throws<ArgumentException>(() => intervals.Around([0], small));
    }

    [Fact]
    public async Task ToOnnx_OfAWindowNetwork_AnswersAsItself()
    {
        using WindowNetwork network = await WindowNetwork.FitAsync(new Dictionary<string, double[]> { ["a"] = Series(), ["b"] = Series(seed: 2) }, new WindowOptions { Window = 24, Horizon = 12, Steps = 50 }, TestContext.Current.CancellationToken);
        Assert.Equal("forecast", Assert.Single(network.ToOnnx().Graph.Outputs).Name);
    }

    private sealed class Counted : ITrainingRecipe
    {
        private readonly TabularRecipe _recipe = new() { Steps = 20 };

        public int Trained { get; private set; }

        public IReadOnlyDictionary<string, string> Parameters => _recipe.Parameters;

        public Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default)
        {
            Trained++;
            return _recipe.TrainAsync(request, cancellationToken);
        }
    }
}
