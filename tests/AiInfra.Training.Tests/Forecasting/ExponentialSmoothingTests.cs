using AiInfra.Training.Forecasting;

namespace AiInfra.Training.Tests.Forecasting;

/// <summary>Series and figures of Hyndman and Athanasopoulos, Forecasting: Principles and Practice (1st edition, chapter 7), as statsmodels' tests state them.</summary>
public sealed class ExponentialSmoothingTests
{
    private static readonly double[] s_oil = [446.6565229, 454.4733065, 455.662974, 423.6322388, 456.2713279, 440.5880501, 425.3325201, 485.1494479, 506.0481621, 526.7919833, 514.268889, 494.2110193];

    private static readonly double[] s_livestock =
    [
        263.917747, 268.307222, 260.662556, 266.639419, 277.515778, 283.834045, 290.309028, 292.474198, 300.830694, 309.286657, 318.331081, 329.37239, 338.883998, 339.244126, 328.600632, 314.255385,
        314.459695, 321.413779, 329.789292, 346.385165, 352.297882, 348.370515, 417.562922, 417.12357, 417.749459, 412.233904, 411.946817, 394.697075, 401.49927, 408.270468, 414.2428,
    ];

    private static readonly double[] s_tourists =
    [
        41.727458, 24.04185, 32.328103, 37.328708, 46.213153, 29.346326, 36.48291, 42.977719, 48.901525, 31.180221, 37.717881, 40.420211,
        51.206863, 31.887228, 40.978263, 43.772491, 55.558567, 33.850915, 42.076383, 45.642292, 59.76678, 35.191877, 44.319737, 47.913736,
    ];

    [Fact]
    public void Fit_OfALevel_FindsThePublishedConstants()
    {
        var fit = ExponentialSmoothing.Fit(s_oil, new SmoothingOptions { Trend = SmoothingTrend.None });
        Assert.Equal(0.891998, fit.Alpha, 3);
        Assert.Equal(447.478440, fit.InitialLevel, 1);
        Assert.Equal(496.493543, fit.Forecast(1)[0], 2);
    }

    [Fact]
    public void Fit_OfADampedTrend_IsNoWorseThanThePublishedFit()
    {
        var fit = ExponentialSmoothing.Fit(s_livestock, new SmoothingOptions { Trend = SmoothingTrend.Damped });
        // 6036.56 with a beta of 0, which lies a little outside of the bounds here.
        Assert.InRange(fit.SquaredError, 5900, 6038);
        Assert.InRange(fit.Phi, 0.8, 0.98);
    }

    [Fact]
    public void Fit_OfASeasonThatMultiplies_ForecastsAsPublished()
    {
        var fit = ExponentialSmoothing.Fit(s_tourists, new SmoothingOptions { Season = 4, Trend = SmoothingTrend.Additive, Form = SmoothingSeason.Multiplicative });
        double[] expected = [61.3083, 37.3730, 46.9652, 51.5578], forecast = fit.Forecast(4);
        Assert.All(Enumerable.Range(0, 4), step => Assert.Equal(expected[step], forecast[step], 0.01));
        Assert.Equal(forecast[2..], fit.Forecast(2, gap: 2));
    }

    [Fact]
    public void Fit_OfASeasonThatAdds_FindsNoMoreErrorThanManySearches()
    {
        // 53.7254 is the least of forty L-BFGS-B searches by SciPy from random places.
        var fit = ExponentialSmoothing.Fit(s_tourists, new SmoothingOptions { Season = 4, Trend = SmoothingTrend.Additive, Form = SmoothingSeason.Additive });
        Assert.InRange(fit.SquaredError, 40, 53.7254);
        Assert.InRange(fit.Gamma, 0, 1 - fit.Alpha);
    }

    [Fact]
    public void Fit_WithoutAForm_TakesTheOneTheSeriesHas()
    {
        var random = new Random(3);
        double[] Series(Func<int, double> at) => [.. Enumerable.Range(0, 96).Select(t => at(t) + random.NextDouble())];
        Assert.Equal(SmoothingSeason.None, ExponentialSmoothing.Fit(Series(_ => 100), new SmoothingOptions { Season = 12 }).Form);
        Assert.NotEqual(SmoothingTrend.None, ExponentialSmoothing.Fit(Series(t => 100 + (5 * t)), new SmoothingOptions { Season = 12 }).Trend);
        Assert.Equal(SmoothingSeason.Multiplicative, ExponentialSmoothing.Fit(Series(t => (100 + (5 * t)) * (1 + (0.3 * Math.Sin(t * Math.PI / 6)))), new SmoothingOptions { Season = 12 }).Form);
        Assert.Equal(SmoothingSeason.Additive, ExponentialSmoothing.Fit(Series(t => t - 50 + (30 * Math.Sin(t * Math.PI / 6))), new SmoothingOptions { Season = 12 }).Form);
    }

    [Theory]
    [InlineData(2, 0, 1, null, "three")]
    [InlineData(10, 0, 7, SmoothingSeason.Additive, "17")]
    [InlineData(20, 5, 7, SmoothingSeason.Multiplicative, "step 5")]
    public void Fit_OfAHistoryThatDoesNotDo_SaysWhatIsNeeded(int steps, int zeroAt, int season, SmoothingSeason? form, string expected)
    {
        double[] history = [.. Enumerable.Range(0, steps).Select(i => i == zeroAt ? 0.0 : 1 + i)];
        ForecastException e = Assert.Throws<ForecastException>(() => ExponentialSmoothing.Fit(history, new SmoothingOptions { Season = season, Form = form }));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OfNaN_NamesTheStep() =>
        Assert.Contains("Step 2", Assert.Throws<ForecastException>(() => ExponentialSmoothing.Fit([1, 2, double.NaN, 4])).Message, StringComparison.Ordinal);

    [Fact]
    public void Fit_OfAConstant_ForecastsIt() => Assert.All(ExponentialSmoothing.Fit([.. Enumerable.Repeat(5.0, 30)], new SmoothingOptions { Season = 7 }).Forecast(9), v => Assert.Equal(5, v, 6));

    [Fact]
    public void Fit_OfValuesWhoseSquaresOverflow_IsRefused() =>
        Assert.Contains("larger unit", Assert.Throws<ForecastException>(() => ExponentialSmoothing.Fit([.. Enumerable.Range(0, 40).Select(i => 1e300 * (1 + (i % 3)))])).Message, StringComparison.Ordinal);
}
