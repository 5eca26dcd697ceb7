using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Tests.Comparisons;

public class CountedMetricTests
{
    public static TheoryData<IMetric> Metrics =>
        [new RocAuc(), new RocAuc(0), new Accuracy(), new BalancedAccuracy(), new FScore(), new MatthewsCorrelation(), new BrierScore(), new LogLoss()];

    [Theory]
    [MemberData(nameof(Metrics))]
    public void For_DrawnRows_AsAddingThemOneByOne(IMetric metric)
    {
        var random = new Random(4);
        PredictionSet set = Binary(random, 60, ties: true);
        int[] rows = [.. Enumerable.Range(5, 50)];
        CountedStatistic counted = CountedMetric.For(set, metric, rows)!;
        for (int trial = 0; trial < 20; trial++)
        {
            int[] drawn = [.. Enumerable.Range(0, 50).Select(_ => random.Next(50))];
            var counts = new int[50];
            foreach (int d in drawn)
            {
                counts[d]++;
            }

            Assert.Equal(set.Score(metric, Array.ConvertAll(drawn, d => rows[d])).Value, counted(counts), 1e-12);
        }
    }

    [Fact]
    public void For_WeightedRows_MeansTakeTheWeights()
    {
        var random = new Random(6);
        double[] weights = [.. Enumerable.Range(0, 30).Select(i => i % 4 / 2.0)];
        double[] truth = [.. weights.Select(_ => random.NextDouble())], values = [.. weights.Select(_ => random.NextDouble())];
        PredictionSet set = PredictionSet.OfValues(truth, values, weights);
        var counts = Enumerable.Repeat(1, 30).ToArray();
        Assert.Equal(set.Score(new MeanAbsoluteError()).Value, CountedMetric.For(set, new MeanAbsoluteError(), [.. Enumerable.Range(0, 30)])!(counts), 1e-12);
    }

    [Fact]
    public void For_RootOfAMean_HasNoShortWay() =>
        Assert.Null(CountedMetric.For(PredictionSet.OfValues([1, 2], [2, 3]), new RootMeanSquaredError(), [0, 1]));

    [Fact]
    public void CountedAuc_OneClassDrawn_IsNaN() => Assert.Equal(double.NaN, new CountedAuc([true, false], [0.3, 0.4]).Of([2, 0]));

    [Fact]
    public void CountedAuc_TooFewCounts_Refused() => Assert.Throws<ArgumentException>(() => new CountedAuc([true, false], [0.3, 0.4]).Of([1]));

    [Fact]
    public void PairedDifference_Interval_NearDeLongs()
    {
        var random = new Random(8);
        bool[] truth = [.. Enumerable.Range(0, 800).Select(_ => random.Next(3) == 0)];
        double[] first = [.. truth.Select(t => (t ? 0.5 : 0) + random.NextDouble())], second = [.. truth.Select((t, i) => first[i] + random.NextDouble())];
        BootstrapResult bootstrap = AucBootstrap.PairedDifference(truth, first, second);
        PairedTestResult delong = DeLongTest.Test(truth, first, second);
        Assert.Equal(delong.Difference, bootstrap.Estimate, 1e-12);
        Assert.Equal(1, bootstrap.StandardError / delong.StandardError, 0.08);
    }

    [Fact]
    public void Interval_Clusters_Widen()
    {
        var random = new Random(9);
        bool[] truth = [.. Enumerable.Range(0, 60).Select(_ => random.Next(2) == 0)];
        double[] scores = [.. truth.Select(t => (t ? 0.5 : 0) + random.NextDouble())];
        bool[] copies = [.. truth.SelectMany(t => Enumerable.Repeat(t, 5))];
        double[] scoresOfCopies = [.. scores.SelectMany(s => Enumerable.Repeat(s, 5))];
        int[] clusters = [.. Enumerable.Range(0, 300).Select(i => i / 5)];
        double one = AucBootstrap.Interval(truth, scores).StandardError;
        Assert.Equal(1, AucBootstrap.Interval(copies, scoresOfCopies, new() { Clusters = clusters }).StandardError / one, 0.06);
    }

    private static PredictionSet Binary(Random random, int n, bool ties)
    {
        int[] truth = [.. Enumerable.Range(0, n).Select(_ => random.Next(2))];
        double[] scores = [.. truth.Select(t => Math.Clamp((0.3 * t) + (0.7 * random.NextDouble()), 0, 1))];
        return PredictionSet.OfScores(new ClassLabels(["no", "yes"]), truth, ties ? [.. scores.Select(s => Math.Round(s, 1))] : scores);
    }
}
