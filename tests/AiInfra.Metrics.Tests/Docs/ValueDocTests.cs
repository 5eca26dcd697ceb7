#pragma warning disable CS0105, IDE0005 // each document has its own usings
// <readme> docs/metrics/regression.md 1
using AiInfra.Metrics;
using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Regression;
// </readme>
// <readme> docs/metrics/ranking.md 1
using AiInfra.Metrics;
using AiInfra.Metrics.Ranking;
using AiInfra.Metrics.Statistics;
// </readme>
// <readme> docs/metrics/forecasting.md 1
using AiInfra.Metrics;
using AiInfra.Metrics.Forecasting;
using AiInfra.Metrics.Statistics;
// </readme>
// <readme> docs/metrics/detection.md 1
using AiInfra.Metrics;
using AiInfra.Metrics.Detection;
// </readme>
// <readme> docs/metrics/clustering.md 1
using AiInfra.Metrics;
using AiInfra.Metrics.Clustering;
// </readme>
using AiInfra.Metrics.Classification;
using AiInfra.Readmes;

namespace Docs;

/// <summary>The code of docs/metrics: regression, forecasting, ranking, clustering and detection, run.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class ValueDocTests
{
    [Fact]
    public void Regression_Example_Runs()
    {
        // <readme> docs/metrics/regression.md 1
        Score mae = MeanAbsoluteError.Of([3, 5, 2], [2.5, 5, 4]);                       // 0.8333, with Student's interval
        Score median = MedianAbsoluteError.Of([3, 5, 2], [2.5, 5, 4], [1, 1, 2], WeightedMedian.Lower);
        Score deviance = TweedieDeviance.Of([0, 2, 1], [0.5, 1.5, 1], power: 1);         // Poisson
        Score lin = ConcordanceCorrelation.Of([1, 2, 3, 4], [1.1, 2.3, 2.9, 4.2]);       // with Lin's interval
        // </readme>

        Assert.Equal(0.8333, mae.Value, 1e-4);
        Assert.Equal(0.5, median.Value);
        Assert.True(deviance.Value > 0 && lin.Value > 0.95);
    }

    [Fact]
    public void Forecasting_Example_Runs()
    {
        double[] series = [.. Enumerable.Range(0, 140).Select(i => 10 + (i % 7) + Math.Sin(i * i))];
        BacktestResult model = Backtest.Run(series, r => [.. Enumerable.Range(0, r.Horizon).Select(h => 10.0 + ((r.History.Count + h) % 7))], new BacktestOptions { Horizon = 7, Step = 7, Gap = 0, TrainLength = 28, Window = TrainWindow.Expanding });

        // <readme> docs/metrics/forecasting.md 1
        // Given: double[] series; BacktestResult model
        var options = new BacktestOptions { Horizon = 7, Step = 7, Gap = 0, TrainLength = 28, Window = TrainWindow.Expanding };
        BacktestResult naive = Backtest.Run(series, r => SeasonalNaive.Forecast([.. r.History], r.Horizon, season: 7, r.Gap), options);
        Score mase = naive.Score(SeriesMetric.Mase(season: 7, SeriesAggregation.Mean));
        IReadOnlyList<Score> byStep = naive.ByHorizon(SeriesMetric.Mase(season: 7));
        PairedTestResult better = model.Compare(naive, SeriesMetric.Mase(season: 7), PairedAlternative.Less);
        // </readme>

        Assert.Equal(7, byStep.Count);
        Assert.True(mase.Value > model.Score(SeriesMetric.Mase(season: 7, SeriesAggregation.Mean)).Value && better.PValue <= 1);
    }

    [Fact]
    public void Ranking_Example_Runs()
    {
        using var folder = new ReadmeFolder();
        File.WriteAllText("qrels.txt", "q1 0 a 1\nq1 0 b 0\nq2 0 a 1\n");
        File.WriteAllText("ours.run", "q1 Q0 a 1 2.0 us\nq1 Q0 b 2 1.0 us\nq2 Q0 b 1 2.0 us\nq2 Q0 a 2 1.0 us\n");
        RetrievalScore theirs = RetrievalEvaluator.Evaluate(RelevanceJudgments.Read(File.OpenText("qrels.txt")), RetrievalRun.Read(new StringReader("q1 Q0 b 1 2.0 t\nq1 Q0 a 2 1.0 t\nq2 Q0 b 1 2.0 t\nq2 Q0 a 2 1.0 t\n")), new MeanAveragePrecision());

        // <readme> docs/metrics/ranking.md 1
        // Given: RetrievalScore theirs
        var ndcg = new NormalizedDiscountedGain(k: 10, Gain.Exponential, noRelevant: NoRelevant.Skip);
        ndcg.Add(relevance: [3, 0, 1], scores: [0.9, 0.8, 0.1]);
        Score score = ndcg.Result();                                            // Student's interval over queries

        RelevanceJudgments qrels = RelevanceJudgments.Read(File.OpenText("qrels.txt"));
        RetrievalScore ours = RetrievalEvaluator.Evaluate(qrels, RetrievalRun.Read(File.OpenText("ours.run")), new MeanAveragePrecision());
        PairedTestResult test = ours.Compare(theirs);                           // query by query
        // </readme>

        Assert.Equal((0.75, 0.5), (ours.Score.Value, theirs.Score.Value));
        Assert.True(score.Value < 1 && test.PValue <= 1);
    }

    [Fact]
    public void Clustering_Example_Runs()
    {
        var random = new Random(1);
        int[] clusters = [.. Enumerable.Range(0, 20).Select(i => i % 2)];
        double[] points = [.. clusters.SelectMany(c => Enumerable.Range(0, 16).Select(d => (c == 0 ? d : 16 - d) + random.NextDouble()))];

        // <readme> docs/metrics/clustering.md 1
        // Given: double[] points; int[] clusters
        Score ari = AdjustedRandIndex.Of([0, 0, 1, 1], [5, 5, 7, 8]);
        Score nmi = NormalizedMutualInformation.Of([0, 0, 1, 1], [5, 5, 7, 8], EntropyMean.Geometric);
        Score silhouette = Silhouette.Of(points, width: 16, clusters, ClusterDistance.Cosine, threads: 2);
        // </readme>

        Assert.True(ari.Value < 1 && nmi.Value < 1 && silhouette.Value > 0.2);
    }

    [Fact]
    public void Detection_Example_Runs()
    {
        // <readme> docs/metrics/detection.md 1
        var coco = new CocoEvaluator();
        coco.Add([new GroundTruthBox(0, Box.FromCorner(10, 10, 50, 80))], [new DetectedBox(0, Box.FromCorner(12, 11, 49, 78), 0.93)]);
        CocoResult result = coco.Result();            // AveragePrecision, 50, 75, by area, AverageRecall[1], [10], [100], each class
        EvidencedScore at50 = result.Evidenced(result.AveragePrecision50);
        // </readme>

        Assert.Equal(1, at50.Result().Value, 1e-12);
        Assert.InRange(result.AveragePrecision.Value, 0.5, 1);
    }
}
