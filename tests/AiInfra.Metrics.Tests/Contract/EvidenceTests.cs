using AiInfra.Metrics.Agreement;
using AiInfra.Metrics.Clustering;
using AiInfra.Metrics.Forecasting;
using AiInfra.Metrics.Multilabel;
using AiInfra.Metrics.Ranking;
using AiInfra.Metrics.Statistics;
using AiInfra.Metrics.Text;
using AiInfra.Metrics.Uncertainty;

namespace AiInfra.Metrics.Tests.Contract;

public class EvidenceTests
{
    private static readonly bool[][] s_truth = [[true, false, true], [false, false, true], [true, true, false], [false, true, false]];
    private static readonly bool[][] s_said = [[true, true, true], [false, false, false], [true, false, false], [false, true, true]];

    public static TheoryData<string> Families => ["ranking", "rankingWeighted", "series", "seriesMedian", "intervals", "quantiles", "hamming", "macro", "micro", "samples", "clusters", "spans", "perplexity", "raters"];

    // What the evidence says of all units, once each, is the score.
    [Theory]
    [MemberData(nameof(Families))]
    public void Evidence_AllUnitsOnce_IsTheScore(string family)
    {
        IScored scored = Measured(family, 0, 4);
        Evidence evidence = scored.Evidence!;
        Assert.Equal(4, evidence.Count);
        double value = evidence.IsMean ? evidence.Values.Where(v => !double.IsNaN(v)).Average() : evidence.Resampled!([0, 1, 2, 3]);
        Assert.Equal(scored.Result().Value, value, 1e-12);
    }

    // Drawing a unit twice is having it twice.
    [Theory]
    [MemberData(nameof(Families))]
    public void Resampled_UnitsDrawn_IsTheScoreOfThem(string family)
    {
        if (Measured(family, 0, 4).Evidence!.Resampled is not { } resampled)
        {
            return;                                     // a mean needs none
        }

        Assert.Equal(Measured(family, 1, 3).Result().Value, resampled([1, 2]), 1e-12);
    }

    [Fact]
    public void Merge_Halves_EvidenceFollows() => Assert.All(
        new (ScoredMetric, ScoredMetric, Action<ScoredMetric, ScoredMetric>)[]
        {
            (Macro(0, 2), Macro(2, 4), (a, b) => ((MultilabelMetric)a).Merge((MultilabelMetric)b)),
            (Clusters(0, 2), Clusters(2, 4), (a, b) => ((ClusterMetric)a).Merge((ClusterMetric)b)),
            (Intervals(0, 2), Intervals(2, 4), (a, b) => ((UncertaintyMetric)a).Merge((UncertaintyMetric)b)),
            (Ranks(0, 2, 2), Ranks(2, 4, 2), (a, b) => ((RankingMetric)a).Merge((RankingMetric)b)),
        },
        pair =>
        {
            pair.Item3(pair.Item1, pair.Item2);
            Evidence evidence = pair.Item1.Evidence!;
            Assert.Equal(4, evidence.Count);
            Assert.Equal(pair.Item1.Result().Value, evidence.IsMean ? evidence.Values.Average() : evidence.Resampled!([0, 1, 2, 3]), 1e-12);
        });

    [Fact]
    public void Merge_OneKeepsAndTheOtherDoesNot_Refused()
    {
        var keeps = new AdjustedRandIndex();
        var not = new AdjustedRandIndex { KeepsRows = false };
        not.Add(1, 1);
        Assert.Contains("KeepsRows", Assert.Throws<InvalidOperationException>(() => keeps.Merge(not)).Message, StringComparison.Ordinal);
        Assert.Null(not.Evidence);
        not.Merge(new AdjustedRandIndex());
    }

    [Fact]
    public void Interval_OfAMean_IsStudents()
    {
        // Mean 2, deviation 1, of three: 2 ± 4.3027 / sqrt 3.
        ConfidenceInterval interval = new Evidence("rows", [1, 2, 3, double.NaN]).Interval(0.95)!.Value;
        Assert.Equal((2 - 2.4841, 2 + 2.4841), (interval.Low, interval.High), new Near(1e-4));
        Assert.Null(new Evidence("rows", [1, double.NaN]).Interval(0.95));
    }

    [Fact]
    public void Ids_OtherNumber_Refused() => Assert.Contains("2 users but 1 ids", Assert.Throws<ArgumentException>(() => new Evidence("users", [1, 2]) { Ids = ["a"] }).Message, StringComparison.Ordinal);

    [Fact]
    public void Score_AsIScored_HasTheIntervalItBrings()
    {
        IScored score = new Score("kappa", 0.7, 10, "kappa|version:1") { Interval = new(0.6, 0.8, 0.9), HigherIsBetter = true };
        Assert.NotNull(score.WithInterval(0.9).Interval);
        Assert.Null(score.WithInterval(0.95).Interval);
        Assert.Null(score.Evidence);
    }

    [Fact]
    public void EvidencedScore_MeanOfSomethingElse_Refused() => Assert.Contains(
        "mean of the 2 rows is 2", Assert.Throws<ArgumentException>(() => new EvidencedScore(new Score("a", 1, 2, "a|version:1"), new Evidence("rows", [1, 3]))).Message, StringComparison.Ordinal);

    private static IScored Measured(string family, int from, int to) => family switch
    {
        "ranking" => Ranks(from, to, 1),
        "rankingWeighted" => Ranks(from, to, 2),
        "series" => Series(SeriesMetric.Mase(), from, to),
        "seriesMedian" => Series(SeriesMetric.Mase(1, SeriesAggregation.Median), from, to),
        "intervals" => Intervals(from, to),
        "quantiles" => Quantiles(from, to),
        "hamming" => Sets(new HammingLoss(), from, to),
        "macro" => Macro(from, to),
        "micro" => Sets(new MultilabelPrecision(Classification.Average.Micro), from, to),
        "samples" => Sets(new MultilabelRecall(Classification.Average.Samples), from, to),
        "clusters" => Clusters(from, to),
        "spans" => Spans(from, to),
        "perplexity" => Likelihoods(from, to),
        _ => KrippendorffAlpha.Measure(RatingTable.OfNumbers(((double[])[1, 2, 2, 2, 3, 1, 3, 3])[(2 * from)..(2 * to)], raters: 2, scale: [1, 2, 3]), MeasurementLevel.Interval),
    };

    private static ReciprocalRank Ranks(int from, int to, double weight)
    {
        var metric = new ReciprocalRank();
        for (int i = from; i < to; i++)
        {
            metric.Add([0, i % 2, 1], [0.9, 0.5, 0.1], 1 + ((weight - 1) * i));
        }

        return metric;
    }

    private static SeriesMetric Series(SeriesMetric metric, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            metric.Add([1, 2, 4, 3 + i], [2, 1], [2 + i, 1]);
        }

        return metric;
    }

    private static IntervalScore Intervals(int from, int to)
    {
        var metric = new IntervalScore();
        for (int i = from; i < to; i++)
        {
            metric.Add(i, i - 1, i + (i % 2) - 0.5 + 1, 1 + i);
        }

        return metric;
    }

    private static WeightedQuantileLoss Quantiles(int from, int to)
    {
        var metric = new WeightedQuantileLoss(0.1, 0.9);
        for (int i = from; i < to; i++)
        {
            metric.Add(1 + i, [i, 2.5], 1 + i);
        }

        return metric;
    }

    private static LabelSetMetric Sets(LabelSetMetric metric, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            metric.Add(s_truth[i], s_said[i], 1 + (i % 2));
        }

        return metric;
    }

    private static LabelSetMetric Macro(int from, int to) => Sets(new MultilabelFScore(), from, to);

    private static AdjustedRandIndex Clusters(int from, int to)
    {
        var metric = new AdjustedRandIndex();
        for (int i = from; i < to; i++)
        {
            metric.Add(i / 2, i == 3 ? 0 : i / 2, 1 + i);
        }

        return metric;
    }

    private static SpanF1 Spans(int from, int to)
    {
        string[][] truth = [["B-PER", "O"], ["B-LOC", "I-LOC"], ["O", "O"], ["B-PER", "B-LOC"]], said = [["B-PER", "O"], ["B-LOC", "O"], ["B-LOC", "O"], ["B-PER", "B-LOC"]];
        var metric = new SpanF1();
        for (int i = from; i < to; i++)
        {
            metric.Add(truth[i], said[i]);
        }

        return metric;
    }

    private static Perplexity Likelihoods(int from, int to)
    {
        var metric = new Perplexity();
        for (int i = from; i < to; i++)
        {
            metric.Add(-1.5 * (i + 1), i + 2L);
        }

        return metric;
    }

    private sealed class Near(double tolerance) : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) => Math.Abs(x.Item1 - y.Item1) < tolerance && Math.Abs(x.Item2 - y.Item2) < tolerance;

        public int GetHashCode((double, double) pair) => 0;
    }
}
