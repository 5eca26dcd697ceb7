using AiInfra.Metrics.Forecasting;
using AiInfra.Metrics.Regression;

namespace AiInfra.Metrics.Tests.Forecasting;

public class SeriesMetricTests
{
    // Naive errors within the history 1, 3, 2, 6: 2, 1, 4; mean 7/3, mean square 7.
    private static readonly double[] History = [1, 3, 2, 6];

    [Fact]
    public void Mase_OneSeries_ByHand() => Assert.Equal(2 / (7 / 3.0), Value(SeriesMetric.Mase(), History, [5, 9], [6, 6]), 1e-15);

    [Fact]
    public void Rmsse_OneSeries_ByHand() => Assert.Equal(Math.Sqrt((1 + 9) / 2.0 / 7), Value(SeriesMetric.Rmsse(), History, [5, 9], [6, 6]), 1e-15);

    [Fact]
    public void Mase_Season_ComparesOneSeasonAgo() => Assert.Equal(2 / ((1 + 3) / 2.0), Value(SeriesMetric.Mase(season: 2), History, [5, 9], [6, 6]), 1e-15);

    [Fact]
    public void Rmsse_LeadingZerosSkipped_ScaleIsOfTheRest() =>
        Assert.Equal(Value(SeriesMetric.Rmsse(), History, [5], [6]), Value(SeriesMetric.Rmsse(skipLeadingZeros: true), [0, 0, 0, .. History], [5], [6]), 1e-15);

    [Fact]
    public void Mase_NaiveOnItsOwnHistory_IsOne()
    {
        var metric = SeriesMetric.Mase();
        metric.Add(History, History[1..], History[..^1]);
        Assert.Equal(1, metric.Result().Value, 1e-15);
    }

    [Theory]
    [InlineData(new double[] { 4, 4, 4 })]
    [InlineData(new double[] { 4 })]
    public void Mase_NoScale_UndefinedCountedNotZero(double[] history)
    {
        var metric = SeriesMetric.Mase();
        metric.Add(history, [5], [6]);
        Score score = metric.Result();
        Assert.True(double.IsNaN(score.Value) && score is { Count: 1, Undefined: 1 });
    }

    [Theory]
    [InlineData(SeriesAggregation.Mean, (1 + 2 + 9) / 3.0)]
    [InlineData(SeriesAggregation.Median, 2)]
    [InlineData(SeriesAggregation.Pooled, (1 + 2 + 2 + 9) / 4.0)]
    public void Result_ThreeSeries_AggregatedAsNamed(SeriesAggregation aggregation, double expected)
    {
        var metric = new SeriesMetric(new MeanAbsoluteError(), aggregation);
        metric.Add([], [0], [1]);
        metric.Add([], [0, 0], [2, 2]);
        metric.Add([], [0], [9]);
        Assert.Equal(expected, metric.Result().Value, 1e-15);
        Assert.Equal([1, 2, 9], metric.Values);
    }

    // Absolute errors 1, (2, 2) and 9 with weights 1, 3 and 1.
    [Fact]
    public void Evidence_PooledSeriesDrawnAgain_ByHand()
    {
        SeriesMetric metric = new(new MeanAbsoluteError(), SeriesAggregation.Pooled), rest = metric.New();
        metric.Add([], [0], [1]);
        rest.Add([], [0, 0], [2, 2], weight: 3);
        rest.Add([], [0], [9]);
        metric.Merge(rest);
        Evidence evidence = metric.Evidence!;
        Assert.Equal(("series", 3, false), (evidence.Units, evidence.Count, evidence.IsMean));
        Assert.Equal(metric.Result().Value, evidence.Counted!([1, 1, 1]), 1e-15);
        Assert.Equal((1 + 1 + 9) / 3.0, evidence.Counted([2, 0, 1]), 1e-15);
        Assert.Equal(((4 * 3 * 2) + 9) / ((2 * 3 * 2) + 1.0), evidence.Counted([0, 2, 1]), 1e-15);
        Assert.Equal([1, 2, 9], evidence.Values);
        Assert.NotNull(metric.WithInterval().Interval);
    }

    [Fact]
    public void Evidence_PooledSeriesWithoutAScale_BringsNothing()
    {
        SeriesMetric metric = SeriesMetric.Mase(aggregation: SeriesAggregation.Pooled);
        metric.Add([4, 4, 4], [5], [6]);
        metric.Add(History, [5, 9], [6, 6]);
        Assert.Equal(2 / (7 / 3.0), metric.Evidence!.Counted!([7, 1]), 1e-15);
        Assert.True(double.IsNaN(metric.Evidence.Counted([2, 0])));
    }

    [Fact]
    public void Evidence_PooledExtreme_HasNone()
    {
        var metric = new SeriesMetric(new MaxError(), SeriesAggregation.Pooled);
        metric.Add([], [0], [1]);
        Assert.Null(metric.Evidence);
    }

    [Fact]
    public void Result_WeightedSeries_IsTheWeightedMean()
    {
        var metric = SeriesMetric.Rmsse();
        metric.Add([0, 1], [0], [1], weight: 3);
        metric.Add([0, 1], [0], [5], weight: 1);
        Assert.Equal((3 + 5) / 4.0, metric.Result().Value, 1e-15);
    }

    [Theory]
    [InlineData(SeriesAggregation.Mean)]
    [InlineData(SeriesAggregation.Median)]
    [InlineData(SeriesAggregation.Pooled)]
    public void Merge_Halves_EqualWhole(SeriesAggregation aggregation)
    {
        SeriesMetric whole = SeriesMetric.Mase(aggregation: aggregation), left = whole.New(), right = whole.New();
        for (int i = 0; i < 7; i++)
        {
            double[] history = [i, 2 * i, 3], truth = [i, 1], forecast = [1, i];
            whole.Add(history, truth, forecast, i + 1);
            (i < 3 ? left : right).Add(history, truth, forecast, i + 1);
        }

        left.Merge(right);
        Assert.Equal(whole.Result().Value, left.Result().Value, 1e-12);
        Assert.Equal(whole.Values, left.Values);
    }

    [Theory]
    [InlineData(SmapeForm.Percent200, (200 * 2 / 6.0 + 0 + 200) / 3)]
    [InlineData(SmapeForm.Percent100, (100 * 2 / 6.0 + 0 + 100) / 3)]
    [InlineData(SmapeForm.Signed200, (200 * 2 / 6.0 + 0 + 200) / 3)]
    public void Smape_Forms_ByHand(SmapeForm form, double expected)
    {
        Score score = SymmetricMape.Of([2, 0, 0], [4, 0, 3], form);
        Assert.Equal(expected, score.Value, 1e-12);
        Assert.Equal(1, score.Undefined);
    }

    [Fact]
    public void Smape_SignedWithNegativeSum_IsNegative() => Assert.Equal(-200 * 2 / 4.0, SymmetricMape.Of([-3], [-1], SmapeForm.Signed200).Value, 1e-12);

    [Fact]
    public void Smape_SignedWithSumZero_IsUndefinedNotZero()
    {
        Score score = SymmetricMape.Of([1], [-1], SmapeForm.Signed200);
        Assert.True(double.IsNaN(score.Value) && score.Undefined == 1);
    }

    [Fact]
    public void Wape_ByHand_AndUndefinedOfZeros()
    {
        Assert.Equal(3 / 8.0, WeightedAbsolutePercentageError.Of([2, -6], [1, -4]).Value, 1e-15);
        Assert.True(double.IsNaN(WeightedAbsolutePercentageError.Of([0, 0], [1, 2]).Value));
    }

    [Theory]
    [InlineData(BiasForm.MeanError, 0.5)]
    [InlineData(BiasForm.Relative, 1 / 8.0)]
    public void Bias_ForecastTooHigh_IsPositive(BiasForm form, double expected) => Assert.Equal(expected, ForecastBias.Of([2, 6], [4, 5], form).Value, 1e-15);

    [Theory]
    [InlineData(1, 0, new double[] { 6, 6, 6 })]
    [InlineData(3, 0, new double[] { 3, 2, 6 })]
    [InlineData(3, 1, new double[] { 2, 6, 3 })]
    public void SeasonalNaive_SeasonAndGap_RepeatsTheLastSeason(int season, int gap, double[] expected) => Assert.Equal(expected, SeasonalNaive.Forecast(History, 3, season, gap));

    [Fact]
    public void Add_NaNForecast_NamesIndex() =>
        Assert.Contains("forecast[1] is NaN", Assert.Throws<ArgumentException>(() => SeriesMetric.Mase().Add(History, [1, 2], [1, double.NaN])).Message);

    private static double Value(SeriesMetric metric, double[] history, double[] truth, double[] forecast)
    {
        metric.Add(history, truth, forecast);
        return metric.Result().Value;
    }
}
