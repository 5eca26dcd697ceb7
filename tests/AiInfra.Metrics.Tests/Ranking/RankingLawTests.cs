using AiInfra.Laws;
using AiInfra.Metrics.Ranking;
using CsCheck;

namespace AiInfra.Metrics.Tests.Ranking;

public class RankingLawTests
{
    private static readonly Gen<(int Relevance, int Score)[]> Query = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 6]).Array[1, 20];

    [Fact]
    public void Query_PerfectRanking_IsOne() => Query.ForAll(documents =>
    {
        double[] relevance = [.. documents.Select(d => (double)d.Relevance)];
        RankingMetric[] metrics = [new NormalizedDiscountedGain(), new NormalizedDiscountedGain(3, Gain.Exponential), new MeanAveragePrecision(), new MeanAveragePrecision(2, RelevantTotal.Capped), new ReciprocalRank(), new RPrecision(), new RecallAtK(3, RelevantTotal.Capped), new HitRate(1), new BinaryPreference(), new LabelRankingAveragePrecision()];
        Assert.All(metrics, m => Assert.Equal(relevance.Any(r => r > 0) || m.NoRelevant == NoRelevant.One ? 1 : 0, m.Query(relevance, relevance), 1e-12));
    });

    [Fact]
    public void Query_ShuffledDocuments_SameValue() => Query.ForAll(documents =>
    {
        RankingMetric[] metrics = [new NormalizedDiscountedGain(4), new DiscountedGain(3, Gain.Exponential), new MeanAveragePrecision(5), new ReciprocalRank(), new PrecisionAtK(3), new BinaryPreference(), new LabelRankingAveragePrecision()];
        (int Relevance, int Score)[] turned = [.. documents.Skip(documents.Length / 2), .. documents.Take(documents.Length / 2).Reverse()];
        Assert.All(metrics, m => Assert.Equal(Value(m, documents), Value(m, turned), 1e-12));
    });

    [Fact]
    public void Gains_AveragedTies_AreTheMeanOverAllOrders() => Gen.Int[0, 3].Array[4].ForAll(relevance =>
    {
        double[] gains = [.. relevance.Select(r => (double)r)];
        double sum = 0;
        int orders = 0;
        foreach (double[] order in Orders([3, 2, 1, 0]))
        {
            sum += new DiscountedGain(2, Gain.Exponential).Query(gains, order);
            orders++;
        }

        Assert.Equal(sum / orders, new DiscountedGain(2, Gain.Exponential).Query(gains, [1, 1, 1, 1]), 1e-12);
    });

    [Fact]
    public void Merge_Halves_EqualWhole() => Query.Array[1, 12].ForAll(queries =>
    {
        RankingMetric whole = new MeanAveragePrecision(3), left = whole.New(), right = whole.New();
        for (int q = 0; q < queries.Length; q++)
        {
            Add(whole, queries[q], q + 1);
            Add(q < 5 ? left : right, queries[q], q + 1);
        }

        left.Merge(right);
        Assert.Equal(whole.Result().Value, left.Result().Value, 1e-12);
        Assert.Equal(whole.Values, left.Values);
        Assert.Equal(whole.Result().Undefined, left.Result().Undefined);
    });

    private static void Add(RankingMetric metric, (int Relevance, int Score)[] documents, double weight) =>
        metric.Add([.. documents.Select(d => (double)d.Relevance)], [.. documents.Select(d => (double)d.Score)], weight);

    private static double Value(RankingMetric metric, (int Relevance, int Score)[] documents) =>
        metric.Query([.. documents.Select(d => (double)d.Relevance)], [.. documents.Select(d => (double)d.Score)]);

    private static IEnumerable<double[]> Orders(double[] items) => items.Length == 1
        ? [items]
        : items.SelectMany((first, i) => Orders([.. items.Where((_, j) => j != i)]).Select(rest => (double[])[first, .. rest]));
}
