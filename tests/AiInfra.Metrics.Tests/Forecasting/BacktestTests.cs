using AiInfra.Laws;
using AiInfra.Metrics.Forecasting;
using AiInfra.Metrics.Regression;
using AiInfra.Metrics.Statistics;
using CsCheck;

namespace AiInfra.Metrics.Tests.Forecasting;

public class BacktestTests
{
    private static readonly Gen<(int Length, BacktestOptions Options)> Cuts = Gen.Select(
        Gen.Int[1, 60], Gen.Int[1, 5], Gen.Int[0, 5], Gen.Int[0, 4], Gen.Int[1, 10], Gen.Bool, Gen.Int[0, 4],
        (length, horizon, step, gap, train, sliding, most) => (length, new BacktestOptions { Horizon = horizon, Step = step, Gap = gap, TrainLength = train, Window = sliding ? TrainWindow.Sliding : TrainWindow.Expanding, MaxWindows = most }));

    [Fact]
    public void Cut_Expanding_ByHand() => Assert.Equal(
        [new BacktestWindow(0, 4, 5, 7), new BacktestWindow(0, 7, 8, 10)],
        Backtest.Cut(10, new() { Horizon = 2, Step = 3, Gap = 1, TrainLength = 3 }));

    [Fact]
    public void Cut_Sliding_ByHand() => Assert.Equal(
        [new BacktestWindow(1, 4, 5, 7), new BacktestWindow(4, 7, 8, 10)],
        Backtest.Cut(10, new() { Horizon = 2, Step = 3, Gap = 1, TrainLength = 3, Window = TrainWindow.Sliding }));

    [Fact]
    public void Cut_AnyOptions_WindowsFitAndEndWithTheSeries() => Cuts.ForAll(cut =>
    {
        IReadOnlyList<BacktestWindow> windows = Backtest.Cut(cut.Length, cut.Options);
        BacktestOptions o = cut.Options;
        Assert.Equal(windows.Count == 0, cut.Length < o.TrainLength + o.Gap + o.Horizon);
        Assert.All(windows, w => Assert.True(w.TrainStart >= 0 && w.TrainEnd - w.TrainStart >= o.TrainLength && w.TestStart == w.TrainEnd + o.Gap && w.TestEnd == w.TestStart + o.Horizon && w.TestEnd <= cut.Length));
        Assert.True(windows.Count == 0 || windows[^1].TestEnd == cut.Length);
        Assert.True(windows.Zip(windows.Skip(1)).All(p => p.Second.TestStart - p.First.TestStart == (o.Step == 0 ? o.Horizon : o.Step)));
    });

    [Fact]
    public void Run_EveryRequest_HoldsThePastAndNothingElse() => Cuts.Where(c => c.Length >= c.Options.TrainLength + c.Options.Gap + c.Options.Horizon).ForAll(cut =>
    {
        double[] values = [.. Enumerable.Range(0, cut.Length).Select(i => (double)i)];
        Backtest.Run(values, request =>
        {
            // Values are their own steps: the newest one seen is the step before the origin.
            Assert.Equal(request.Origin - 1, request.History[^1]);
            Assert.True(request.History.Zip(request.History.Skip(1)).All(p => p.Second == p.First + 1));
            Assert.Equal((cut.Options.Horizon, cut.Options.Gap), (request.Horizon, request.Gap));
            return new double[request.Horizon];
        }, cut.Options);
    });

    [Fact]
    public void Run_OtherFuture_SameForecastsBeforeIt() => Gen.Double[-10, 10].Array[20].ForAll(values =>
    {
        double[] changed = [.. values.Select((v, i) => i < 12 ? v : v + 100)];
        var options = new BacktestOptions { Horizon = 2, Step = 1, Gap = 1, TrainLength = 4 };
        static IReadOnlyList<double> Mean(ForecastRequest r) => [.. Enumerable.Repeat(r.History.Average(), r.Horizon)];
        var before = Backtest.Run(values, Mean, options).Windows.Zip(Backtest.Run(changed, Mean, options).Windows).Where(p => p.First.Window.TrainEnd <= 12).ToArray();
        Assert.NotEmpty(before);
        Assert.All(before, p => Assert.Equal(p.First.Forecast.ToArray(), p.Second.Forecast.ToArray()));
    });

    [Fact]
    public void Run_HistoryCastToAList_CannotBeChanged() => Backtest.Run([1, 2, 3, 4], request =>
    {
        Assert.Throws<NotSupportedException>(() => ((IList<double>)request.History)[0] = 9);
        return [0];
    }, new() { TrainLength = 3 });

    [Fact]
    public void Score_SeasonalNaiveOfASeason_IsPerfect()
    {
        double[] values = [.. Enumerable.Range(0, 30).Select(i => (double)(i % 5))];
        BacktestResult result = Backtest.Run(values, r => SeasonalNaive.Forecast([.. r.History], r.Horizon, 5, r.Gap), new() { Horizon = 3, Gap = 2, TrainLength = 5 });
        Assert.Equal(0, result.Score(new(new MeanAbsoluteError())).Value);
        Assert.Equal(7, result.Windows.Count);
    }

    [Fact]
    public void ByHorizon_LastValueOfATrend_ErrorGrowsWithTheStep()
    {
        double[] values = [.. Enumerable.Range(0, 20).Select(i => 2.0 * i)];
        BacktestResult result = Backtest.Run(values, r => SeasonalNaive.Forecast([.. r.History], r.Horizon), new() { Horizon = 3, TrainLength = 4 });
        Assert.Equal([2, 4, 6], result.ByHorizon(new(new MeanAbsoluteError())).Select(s => s.Value));
        Assert.Equal([1, 2, 3], result.ByHorizon(SeriesMetric.Mase()).Select(s => s.Value));
    }

    [Fact]
    public void BySeries_TwoSeries_EachItsOwn()
    {
        var series = new Dictionary<string, double[]> { ["flat"] = [1, 1, 1, 1], ["steep"] = [0, 5, 10, 15], ["short"] = [1] };
        BacktestResult result = Backtest.Run(series, r => [r.History[^1]], new());
        Assert.Equal((0, 5), (result.BySeries(new(new MeanAbsoluteError()))["flat"].Value, result.BySeries(new(new MeanAbsoluteError()))["steep"].Value));
        Assert.Equal(["short"], result.TooShort);
    }

    [Fact]
    public void Compare_OneSeries_AllowsForSerialCorrelation()
    {
        var random = new Random(3);
        double[] values = [.. Enumerable.Range(0, 80).Select(_ => random.NextDouble())];
        var options = new BacktestOptions { TrainLength = 5 };
        BacktestResult mean = Backtest.Run(values, r => [r.History.Average()], options), last = Backtest.Run(values, r => [r.History[^1]], options);
        PairedTestResult test = mean.Compare(last, new(new MeanAbsoluteError()), PairedAlternative.Less);
        Assert.StartsWith("paired t, serial", test.Test);
        Assert.True(test.PValue < 0.01 && test.Difference < 0);
    }

    [Fact]
    public void Compare_ManySeries_EachIsOnePair()
    {
        var random = new Random(4);
        var series = Enumerable.Range(0, 12).ToDictionary(i => $"s{i}", _ => Enumerable.Range(0, 20).Select(_ => random.NextDouble()).ToArray());
        BacktestResult mean = Backtest.Run(series, r => [r.History.Average()], new()), last = Backtest.Run(series, r => [r.History[^1]], new());
        Assert.Equal(12, mean.Compare(last, SeriesMetric.Mase()).Count);
    }

    [Fact]
    public async Task RunAsync_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        int calls = 0;
        await Assert.ThrowsAsync<OperationCanceledException>(() => Backtest.RunAsync(
            new Dictionary<string, double[]> { ["a"] = [1, 2, 3, 4, 5] },
            async (request, token) =>
            {
                calls++;
                await source.CancelAsync();
                return [0];
            },
            new(),
            source.Token));
        Assert.Equal(1, calls);
    }

    [Theory]
    [InlineData(new double[] { 1 }, "answered 1 values")]
    [InlineData(new double[] { 1, double.NaN }, "NaN at horizon 2")]
    public void Run_BadForecast_SaysWhere(double[] forecast, string words) =>
        Assert.Contains(words, Assert.Throws<InvalidForecastException>(() => Backtest.Run([1, 2, 3, 4], _ => forecast, new() { Horizon = 2 })).Message);

    [Fact]
    public void Run_TooShort_SaysWhatIsNeeded() =>
        Assert.Contains("2 steps to train, a gap of 0 and 9 to forecast", Assert.Throws<ArgumentException>(() => Backtest.Run([1, 2, 3], _ => [], new() { Horizon = 9 })).Message);

    [Fact]
    public void Run_MissingValue_NamesSeriesAndIndex() =>
        Assert.Contains("series['a'][1] is NaN", Assert.Throws<ArgumentException>(() => Backtest.Run(new Dictionary<string, double[]> { ["a"] = [1, double.NaN, 2, 3] }, _ => [0], new())).Message);
}
