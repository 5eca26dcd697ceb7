using AiInfra.Laws;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Curves;
using CsCheck;
using static AiInfra.Metrics.Tests.Metrics.GoldenRows;

namespace AiInfra.Metrics.Tests.Curves;

/// <summary>Values are found by search over scikit-learn 1.2.1's curves on <see cref="AiInfra.Metrics.Tests.Metrics.GoldenRows"/>.</summary>
public class DecisionThresholdTests
{
    private static readonly RankedScores Ranked = RankedScores.Of(Truth, Scores);

    [Fact]
    public void BestF_Weighted_Known()
    {
        ThresholdChoice choice = DecisionThreshold.BestF(Truth, Scores, weights: Weights);
        Assert.Equal(0.7379679144385027, choice.Score.Value, 1e-14);
        Assert.Equal(0.3608695652173913, choice.Threshold);
    }

    [Fact]
    public void BestF_Choice_IsWhatTheMetricSays()
    {
        ThresholdChoice choice = DecisionThreshold.BestF(Truth, Scores, beta: 2);
        int[] predicted = [.. Scores.Select(s => s >= choice.Threshold ? 1 : 0)];
        Assert.Equal(FScore.Of(TruthLabels, predicted, Average.Positive, beta: 2).Value, choice.Score.Value, 1e-15);
        Assert.Equal("threshold|fScore|beta:2|version:1", choice.Score.Signature);
    }

    [Fact]
    public void AtPrecision_Known()
    {
        ThresholdChoice choice = DecisionThreshold.AtPrecision(Ranked, 0.75);
        Assert.Equal((0.6666666666666666, 0.8421052631578947, 0.6043478260869565, true), (choice.Recall, choice.Precision, choice.Threshold, choice.IsMet));
        Assert.True(choice.PrecisionInterval()!.Value.Contains(choice.Precision));
    }

    [Fact]
    public void AtRecall_Known()
    {
        ThresholdChoice choice = DecisionThreshold.AtRecall(Ranked, 0.75);
        Assert.Equal((0.6923076923076923, 0.75, 0.4826086956521739), (choice.Precision, choice.Recall, choice.Threshold));
    }

    [Fact]
    public void AtFalsePositiveRate_Known()
    {
        ThresholdChoice choice = DecisionThreshold.AtFalsePositiveRate(Ranked, 0.2);
        Assert.Equal((0.7083333333333334, 0.16666666666666666, 0.5130434782608695), (choice.Recall, choice.FalsePositiveRate, choice.Threshold));
    }

    [Fact]
    public void BestInformedness_Known()
    {
        ThresholdChoice choice = DecisionThreshold.BestInformedness(Ranked);
        Assert.Equal(0.5833333333333333, choice.Score.Value, 1e-15);
        Assert.Equal(0.6043478260869565, choice.Threshold);
    }

    [Fact]
    public void LeastCost_MissesFiveTimesAsDear_Known()
    {
        ThresholdChoice choice = DecisionThreshold.LeastCost(Ranked, new(1, 5));
        Assert.Equal(0.3, choice.Score.Value, 1e-15);
        Assert.Equal((0.3, 60), (choice.Threshold, choice.Count));
    }

    [Fact]
    public void LeastCost_CallsCostMoreThanTheyBring_CallsNone()
    {
        ThresholdChoice choice = DecisionThreshold.LeastCost(Ranked, new(100, 1));
        Assert.True(double.IsPositiveInfinity(choice.Threshold) || choice.Counts.FalsePositives == 0);
        Assert.Equal(double.PositiveInfinity, DecisionThreshold.LeastCost(Ranked, new(100, 1, 2)).Threshold);
    }

    [Fact]
    public void AtPrecision_OutOfReach_SaysNotMetAndGivesTheNearest()
    {
        ThresholdChoice choice = DecisionThreshold.AtPrecision(RankedScores.Of([false, true, false, true], [0.9, 0.8, 0.7, 0.6]), 0.9);
        Assert.Equal((false, 0.5, 0.8), (choice.IsMet, choice.Precision, choice.Threshold));
        Assert.Contains("not met", choice.ToString());
    }

    [Fact]
    public void Any_OneClass_Refused() => Assert.Contains("0 positive rows", Assert.Throws<ArgumentException>(() => DecisionThreshold.BestF([false, false], [0.1, 0.2])).Message);

    [Fact]
    public void LeastCost_AnyScores_NoThresholdIsCheaper() => Gen.Select(Gen.Bool, Gen.Int[0, 9]).Array[2, 40].Where(r => r.Any(x => x.Item1) && r.Any(x => !x.Item1)).ForAll(rows =>
    {
        bool[] truth = [.. rows.Select(r => r.Item1)];
        double[] scores = [.. rows.Select(r => (double)r.Item2)];
        ThresholdChoice choice = DecisionThreshold.LeastCost(truth, scores, new(2, 3));
        double Cost(double threshold) => rows.Average(r => r.Item2 >= threshold ? r.Item1 ? 0 : 2 : r.Item1 ? 3 : 0);
        Assert.Equal(Cost(choice.Threshold), choice.Score.Value, 1e-12);
        Assert.All([.. scores, double.PositiveInfinity], t => Assert.True(Cost(t) >= choice.Score.Value - 1e-12));
    });
}
