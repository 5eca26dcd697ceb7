using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Tests.Quality;

public sealed class QualityBaselineTests
{
    [Theory]
    [InlineData(1.2, 100)]
    [InlineData(-0.1, 100)]
    [InlineData(double.NaN, 100)]
    [InlineData(0.5, 0)]
    public void FromAccuracy_OfNoAccuracy_IsRefused(double accuracy, long rows) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => QualityBaseline.FromAccuracy(accuracy, rows));

    [Fact]
    public void FromLosses_OfNothing_IsRefused() => Assert.ThrowsAny<ArgumentException>(() => QualityBaseline.FromLosses([]));

    [Theory]
    [InlineData(double.NaN, 0.1, 100)]
    [InlineData(0.1, double.NaN, 100)]
    [InlineData(0.1, 0.1, 0)]
    public void FromMetrics_ThatCannotBeComparedWith_IsNone(double loss, double deviation, double rows) =>
        Assert.Null(QualityBaseline.FromMetrics(new QualityBaseline(loss, deviation, rows).ToMetrics()));

    [Fact]
    public void FromMetrics_OfToMetrics_IsTheSame()
    {
        var baseline = new QualityBaseline(0.25, 0.4, 812.5);
        Assert.Equal(baseline, QualityBaseline.FromMetrics(baseline.ToMetrics()));
    }
}
