using AiInfra.Metrics.Regression;

namespace AiInfra.Metrics.Tests.Metrics;

public class RegressionMetricTests
{
    [Fact]
    public void MeanAbsoluteError_Interval_IsStudents()
    {
        // Errors 1, 2, 3: mean 2, s 1, t(2, 0.975) 4.302653.
        Score score = MeanAbsoluteError.Of([0, 0, 0], [1, 2, 3]);
        Assert.Equal(2, score.Value);
        Assert.Equal(2 + (4.302652729911275 / Math.Sqrt(3)), score.Interval!.Value.High, 1e-8);
    }

    [Theory]
    [InlineData(4.0, 0)]
    [InlineData(3.0, 1)]
    public void RSquared_ConstantTruth_ConventionAndCounted(double last, double value)
    {
        Score score = RSquared.Of([3, 3, 3, 3, 3], [3, 3, 3, 3, last]);
        Assert.Equal((value, 5), (score.Value, score.Undefined));
    }

    [Fact]
    public void RSquared_LargeOffset_KeepsItsDigits()
    {
        double[] truth = [.. Enumerable.Range(0, 100).Select(i => 1e9 + (i % 7))], predicted = [.. truth.Select((t, i) => t + (i % 2 == 0 ? 0.5 : -0.5))];
        double[] small = [.. truth.Select(t => t - 1e9)], smallPredicted = [.. predicted.Select(t => t - 1e9)];
        Assert.Equal(RSquared.Of(small, smallPredicted).Value, RSquared.Of(truth, predicted).Value, 1e-7);
    }

    [Fact]
    public void MeanAbsolutePercentageError_ZeroTruth_GiantAndCounted()
    {
        Score score = MeanAbsolutePercentageError.Of([0, 2], [1, 2]);
        Assert.True(score.Value > 1e15 && score.Undefined == 1);
    }

    [Fact]
    public void MedianAbsoluteError_EvenCount_MeanOfTheMiddle() =>
        Assert.Equal(2.5, MedianAbsoluteError.Of([0, 0, 0, 0], [1, 2, 3, 9]).Value);
}
