using AiInfra.Metrics.Ranking;
using AiInfra.Metrics.Regression;

namespace AiInfra.Metrics.Tests.Ranking;

public class RankingMetricTests
{
    [Fact]
    public void NormalizedDiscountedGain_KnownRanking_KnownValue() =>
        Assert.Equal(0.96081, Math.Round(new NormalizedDiscountedGain().Query([3, 2, 3, 0, 1, 2], [6, 5, 4, 3, 2, 1]), 5));

    [Fact]
    public void NormalizedDiscountedGain_AllTied_OrderOfRowsDoesNotMatter() =>
        Assert.Equal(new NormalizedDiscountedGain().Query([3, 0, 1], [1, 1, 1]), new NormalizedDiscountedGain().Query([0, 1, 3], [1, 1, 1]), 1e-15);

    [Fact]
    public void ReciprocalRank_TiedWithIrrelevant_TakesTheWorstRank() =>
        Assert.Equal(0.5, new ReciprocalRank().Query([1, 0, 0], [2, 2, 1]));

    [Fact]
    public void ReciprocalRank_BeyondCutOff_IsZero() => Assert.Equal(0, new ReciprocalRank(1).Query([0, 1], [2, 1]));

    [Fact]
    public void Result_MergedHalves_EqualWhole()
    {
        RankingMetric whole = new ReciprocalRank(), left = new ReciprocalRank(), right = new ReciprocalRank();
        double[][] queries = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
        foreach (double[] relevance in queries)
        {
            whole.Add(relevance, [3, 2, 1]);
            (relevance[0] == 1 ? left : right).Add(relevance, [3, 2, 1]);
        }

        left.Merge(right);
        Assert.Equal(whole.Result(), left.Result());
        Assert.Equal((1 + 0.5 + (1 / 3.0)) / 3, left.Result().Value, 1e-15);
    }

    [Fact]
    public void Add_NegativeRelevance_NamesIndex() =>
        Assert.Contains("relevance[1] is -1", Assert.Throws<ArgumentException>(() => new DiscountedGain().Add([1, -1], [1, 2])).Message);

    [Fact]
    public void KendallTau_AgainstAllPairs_SameValue()
    {
        var random = new Random(4);
        double[] x = [.. Enumerable.Range(0, 60).Select(_ => (double)random.Next(12))], y = [.. x.Select(v => v + random.Next(8))];
        double concordance = 0, tiedX = 0, tiedY = 0, pairs = 60 * 59 / 2;
        for (int i = 0; i < 60; i++)
        {
            for (int j = i + 1; j < 60; j++)
            {
                concordance += Math.Sign(x[i] - x[j]) * Math.Sign(y[i] - y[j]);
                tiedX += x[i] == x[j] ? 1 : 0;
                tiedY += y[i] == y[j] ? 1 : 0;
            }
        }

        Assert.Equal(concordance / Math.Sqrt((pairs - tiedX) * (pairs - tiedY)), KendallTau.Of(x, y).Value, 1e-12);
    }

    [Fact]
    public void Correlations_ConstantSide_UndefinedNotZero() =>
        Assert.All([PearsonCorrelation.Of([1, 2], [3, 3]), SpearmanCorrelation.Of([1, 2], [3, 3]), KendallTau.Of([1, 2], [3, 3])], s => Assert.True(!s.IsDefined && s.Undefined == 2, s.Name));
}
