using AiInfra.Laws;
using AiInfra.Metrics.Statistics;
using CsCheck;

namespace AiInfra.Metrics.Tests.Statistics;

public class ProportionIntervalTests
{
    [Theory]
    [InlineData(8, 10, 0.49016, 0.94332)]
    [InlineData(0, 20, 0, 0.16113)]
    [InlineData(95, 100, 0.88825, 0.97846)]
    public void Wilson_KnownCounts_KnownInterval(double successes, double trials, double low, double high)
    {
        ConfidenceInterval interval = ProportionInterval.Wilson(successes, trials);
        Assert.Equal(low, interval.Low, 5e-6);
        Assert.Equal(high, interval.High, 5e-6);
    }

    [Theory]
    [InlineData(79, 181, 0.3630291058978037, 0.5120146433559767)]
    [InlineData(36, 37, 0.858396904388842, 0.9993159689753053)]
    public void ClopperPearson_KnownCounts_KnownInterval(long successes, long trials, double low, double high)
    {
        ConfidenceInterval interval = ProportionInterval.ClopperPearson(successes, trials);
        Assert.Equal(low, interval.Low, 1e-12);
        Assert.Equal(high, interval.High, 1e-12);
    }

    [Fact]
    public void ClopperPearson_Always_ContainsShareAndWilsonCentre() =>
        Gen.Select(Gen.Long[1, 500], Gen.Double[0, 1]).ForAll((n, share) =>
        {
            long k = (long)Math.Round(share * n);
            return ProportionInterval.ClopperPearson(k, n).Contains((double)k / n);
        }, count: 200);

    [Fact]
    public void Wilson_NoTrials_SaysSo() =>
        Assert.Contains("at least one trial", Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.Wilson(0, 0)).Message);

    [Fact]
    public void Wilson_MoreSuccessesThanTrials_NamesArgument() =>
        Assert.Equal("successes", Assert.Throws<ArgumentOutOfRangeException>(() => ProportionInterval.Wilson(3, 2)).ParamName);
}
