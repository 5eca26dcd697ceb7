using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests.Statistics;

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

    // Expected ends: SciPy 1.10.1's bootstrap with 99,999 resamples, whose own noise is about 0.005.
    [Theory]
    [InlineData(BootstrapMethod.Bca, 1.6215772084597886, 2.452862697923193)]
    [InlineData(BootstrapMethod.Percentile, 1.59547375, 2.41835125)]
    public void Counted_MeanOfSkewedSample_AsSciPy(BootstrapMethod method, double low, double high)
    {
        double[] x = [1.834, 2.638, 1.066, 3.981, 0.913, 0.985, 0.106, 0.52, 1.058, 2.257, 1.506, 0.947, 3.126, 0.879, 1.143, 0.674, 1.469, 1.959, 0.957, 2.897, 0.512, 4.078, 2.032, 4.346, 5.242, 2.172, 1.661, 0.495, 2.285, 0.558, 1.164, 5.072, 2.128, 4.661, 2.625, 1.735, 3.328, 0.95, 1.731, 1.922];
        ConfidenceInterval interval = Bootstrap.Counted(x.Length, counts => CountedMean(x, counts), new() { Resamples = 50_000 }, method).Interval;
        Assert.Equal(low, interval.Low, 0.012);
        Assert.Equal(high, interval.High, 0.012);
    }

    [Fact]
    public void Counted_Counts_AddUpToTheRows() =>
        Assert.Equal(7, Bootstrap.Counted(7, counts => counts.ToArray().Sum(), new() { Resamples = 50 }).Replicates.Distinct().Single());

    [Fact]
    public void Counted_BlocksOfNeighbours_CountAsTheDrawnRows()
    {
        double[] x = Sample(3, 50);
        var options = new BootstrapOptions { BlockLength = 7, Resamples = 200 };
        double[] counted = [.. Bootstrap.Counted(50, counts => CountedMean(x, counts), options).Replicates];
        double[] drawn = [.. Bootstrap.Percentile(50, rows => Mean(x, rows), options).Replicates];
        Assert.All(counted.Zip(drawn), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void Percentile_Clusters_WidenAsMuchAsFewerRowsDo()
    {
        // Every value ten times: only the 50 clusters are news.
        double[] values = Sample(5, 50), x = [.. values.SelectMany(v => Enumerable.Repeat(v, 10))];
        int[] clusters = [.. Enumerable.Range(0, 500).Select(i => i / 10)];
        double alone = Bootstrap.Percentile(50, rows => Mean(values, rows)).StandardError;
        double inClusters = Bootstrap.Percentile(500, rows => Mean(x, rows), new() { Clusters = clusters }).StandardError;
        double ignored = Bootstrap.Percentile(500, rows => Mean(x, rows)).StandardError;
        Assert.Equal(1, inClusters / alone, 0.06);
        Assert.True(ignored < 0.4 * inClusters);
    }

    [Fact]
    public void Counted_ClustersOfUnequalSize_AsTheDrawnRows()
    {
        double[] x = Sample(6, 30);
        int[] clusters = [.. Enumerable.Range(0, 30).Select(i => i * i % 7)];
        var options = new BootstrapOptions { Clusters = clusters, Resamples = 300 };
        BootstrapResult counted = Bootstrap.Counted(30, counts => CountedMean(x, counts), options, BootstrapMethod.Bca);
        BootstrapResult drawn = Bootstrap.Bca(30, rows => Mean(x, rows), options);
        Assert.Equal(drawn.Interval.Low, counted.Interval.Low, 1e-9);
        Assert.Equal(drawn.Interval.High, counted.Interval.High, 1e-9);
    }

    [Fact]
    public void Percentile_TooFewClusters_SaysHowMany() =>
        Assert.Contains("There are 3 rows but 2 clusters", Assert.Throws<ArgumentException>(() => Bootstrap.Percentile(3, _ => 0, new() { Clusters = [1, 2] })).Message);

    private static double CountedMean(double[] x, ReadOnlySpan<int> counts)
    {
        double sum = 0, n = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            sum += x[i] * counts[i];
            n += counts[i];
        }

        return sum / n;
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
