using AiInfra.Core.Statistics;

namespace AiInfra.Core.Tests.Statistics;

public class BootstrapTests
{
    [Fact]
    public void Percentile_SameSeed_SameInterval()
    {
        double[] x = Sample(1, 60);
        Assert.Equal(Bootstrap.Percentile(60, rows => Mean(x, rows)).Interval, Bootstrap.Percentile(60, rows => Mean(x, rows)).Interval);
    }

    [Fact]
    public void Percentile_Mean_CoversNearNominal()
    {
        int covered = Enumerable.Range(1, 300).Count(seed =>
        {
            double[] x = Sample((ulong)seed, 60);
            return Bootstrap.Percentile(60, rows => Mean(x, rows), new() { Resamples = 400, Seed = (ulong)seed }).Interval.Contains(0);
        });
        Assert.InRange(covered, 270, 297);
    }

    [Fact]
    public void Bca_SkewedData_ShiftsTowardsTheTail()
    {
        double[] x = [.. Sample(4, 80).Select(v => Math.Exp(v))];
        ConfidenceInterval plain = Bootstrap.Percentile(80, rows => Mean(x, rows)).Interval;
        ConfidenceInterval corrected = Bootstrap.Bca(80, rows => Mean(x, rows)).Interval;
        Assert.True(corrected.Low > plain.Low && corrected.High > plain.High, $"{plain} {corrected}");
    }

    [Fact]
    public void Bca_AllRowsAlike_ReturnsThePoint()
    {
        ConfidenceInterval interval = Bootstrap.Bca(5, _ => 3).Interval;
        Assert.Equal((3, 3), (interval.Low, interval.High));
    }

    [Fact]
    public void Percentile_BlocksOnCorrelatedStream_Widens()
    {
        double[] x = [.. PairedTestTests.Noise(600, 2, 0.9)];
        double single = Bootstrap.Percentile(600, rows => Mean(x, rows)).StandardError;
        double blocks = Bootstrap.Percentile(600, rows => Mean(x, rows), new() { BlockLength = SerialDependence.BlockLength(x) }).StandardError;
        Assert.True(blocks > 2 * single, $"{single} {blocks}");
    }

    [Fact]
    public void Percentile_StatisticUndefinedOnSome_CountsThem()
    {
        BootstrapResult result = Bootstrap.Percentile(4, rows => rows.Contains(0) ? 1 : double.NaN, new() { Resamples = 1000 });
        Assert.InRange(result.Undefined, 250, 400);
    }

    [Fact]
    public void PairedDifference_ClearDifference_IntervalLeavesZeroOut()
    {
        double[] first = Sample(7, 200), second = [.. first.Select(v => v - 0.2)];
        Assert.False(Bootstrap.PairedDifference(first, second).Interval.Contains(0));
    }

    private static double Mean(double[] x, ReadOnlySpan<int> rows)
    {
        double sum = 0;
        foreach (int row in rows)
        {
            sum += x[row];
        }

        return sum / rows.Length;
    }

    private static double[] Sample(ulong seed, int n) => [.. PairedTestTests.Noise(n, seed, 0)];
}
