using AiInfra.Metrics.Ranking;

namespace AiInfra.Metrics.Tests.Ranking;

public class RankingGoldenTests
{
    private static readonly double[] Relevance = [3, 2, 0, 1, 0, 2];
    private static readonly double[] Scores = [0.1, 0.4, 0.4, 0.2, 0.9, 0.4];

    // scikit-learn 1.2.1, with tied scores.
    [Theory]
    [InlineData(0, 0.6214481694783931, 3.5376161174184095, 5.606988888054946, 0.6286630336372449)]
    [InlineData(1, 0, 0, 0, 0)]
    [InlineData(3, 0.28657289995073243, 1.5079063380952769, 2.3899750004807707, 0.23981246656813146)]
    [InlineData(5, 0.4337248860276697, 2.4689945560943425, 3.9132637858942094, 0.4409397501865215)]
    public void Gains_TiedScores_AgreeWithScikitLearn(int k, double ndcg, double dcg, double baseThree, double ignoreTies)
    {
        Assert.Equal(ndcg, new NormalizedDiscountedGain(k).Query(Relevance, Scores), 1e-12);
        Assert.Equal(dcg, new DiscountedGain(k).Query(Relevance, Scores), 1e-12);
        Assert.Equal(baseThree, new DiscountedGain(k, logBase: 3).Query(Relevance, Scores), 1e-12);
        Assert.Equal(ignoreTies, new NormalizedDiscountedGain(k, ties: TieHandling.Reversed).Query(Relevance, Scores), 1e-12);
    }

    [Fact]
    public void Ndcg_ExponentialGain_KnownValue() =>
        Assert.Equal(0.94881, Math.Round(new NormalizedDiscountedGain(gain: Gain.Exponential).Query([3, 2, 3, 0, 1, 2], [6, 5, 4, 3, 2, 1]), 5));

    // Three documents share the highest score: the relevant ones are second and last given.
    [Theory]
    [InlineData(TieHandling.Worst, 0.5)]
    [InlineData(TieHandling.Given, 0.5)]
    [InlineData(TieHandling.Reversed, 1)]
    public void ReciprocalRank_Ties_AsNamed(TieHandling ties, double expected) =>
        Assert.Equal(expected, new ReciprocalRank(ties: ties).Query([0, 1, 1, 0, 1], [3, 3, 2, 1, 3]));

    // Ranks of the relevant documents: 1, 3 and 6.
    [Theory]
    [InlineData(0, RelevantTotal.All, (1 + (2 / 3.0) + (3 / 6.0)) / 3)]
    [InlineData(3, RelevantTotal.All, (1 + (2 / 3.0)) / 3)]
    [InlineData(2, RelevantTotal.Capped, 1 / 2.0)]
    [InlineData(2, RelevantTotal.All, 1 / 3.0)]
    public void MeanAveragePrecision_CutOffAndDivisor_ByHand(int k, RelevantTotal total, double expected) =>
        Assert.Equal(expected, new MeanAveragePrecision(k, total).Query([1, 0, 2, 0, 0, 1], [6, 5, 4, 3, 2, 1]), 1e-15);

    [Theory]
    [InlineData(2, RelevantTotal.All, 1 / 3.0)]
    [InlineData(2, RelevantTotal.Capped, 0.5)]
    [InlineData(0, RelevantTotal.All, 1)]
    public void RecallAtK_Divisor_ByHand(int k, RelevantTotal total, double expected) =>
        Assert.Equal(expected, new RecallAtK(k, total).Query([1, 0, 2, 0, 0, 1], [6, 5, 4, 3, 2, 1]), 1e-15);

    [Fact]
    public void PrecisionAtK_FewerDocumentsThanK_StillDividesByK() => Assert.Equal(0.2, new PrecisionAtK(10).Query([1, 0, 1], [3, 2, 1]), 1e-15);

    [Fact]
    public void PrecisionAtK_GradedWithABound_CountsOnlyAboveIt() => Assert.Equal(1 / 3.0, new PrecisionAtK(3, relevantAbove: 1).Query([1, 0, 2], [3, 2, 1]), 1e-15);

    [Fact]
    public void RPrecision_ThreeRelevant_LooksAtThreeRanks() => Assert.Equal(2 / 3.0, new RPrecision().Query([1, 0, 2, 0, 0, 1], [6, 5, 4, 3, 2, 1]), 1e-15);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void HitRate_CutOff_ByHand(int k, double expected) => Assert.Equal(expected, new HitRate(k).Query([0, 1], [2, 1]));

    [Theory]
    [InlineData(NoRelevant.Zero, 0.5)]
    [InlineData(NoRelevant.One, 1)]
    [InlineData(NoRelevant.Skip, 1)]
    public void Result_QueryWithoutRelevant_AsNamedAndCounted(NoRelevant noRelevant, double mean)
    {
        var metric = new NormalizedDiscountedGain(noRelevant: noRelevant);
        metric.Add([1, 0], [2, 1]);
        metric.Add([0, 0], [2, 1]);
        Score score = metric.Result();
        Assert.Equal((mean, 2, 1), (score.Value, score.Count, score.Undefined));
        Assert.Equal(noRelevant == NoRelevant.Skip, double.IsNaN(metric.Values[1]));
    }

    [Fact]
    public void Result_OnlySkippedQueries_NaNCounted()
    {
        var metric = new HitRate(noRelevant: NoRelevant.Skip);
        metric.Add([0], [1]);
        Assert.True(double.IsNaN(metric.Result().Value) && metric.Result().Undefined == 1);
    }

    [Fact]
    public void MeanAveragePrecision_AveragedTies_AreRefused() => Assert.Throws<ArgumentException>(() => new MeanAveragePrecision(ties: TieHandling.Averaged));

    [Fact]
    public void LabelRankingAveragePrecision_Ties_ByPairs()
    {
        // Label 0 (score 2) is behind none, tied with label 1; label 2 is last: 1/2 and 2/3.
        Assert.Equal(((1 / 2.0) + (2 / 3.0)) / 2, new LabelRankingAveragePrecision().Query([1, 0, 1], [2, 2, 1]), 1e-15);
    }
}
