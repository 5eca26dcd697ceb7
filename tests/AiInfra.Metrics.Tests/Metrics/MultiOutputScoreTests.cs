using AiInfra.Metrics.Regression;

namespace AiInfra.Metrics.Tests.Metrics;

/// <summary>Values of scikit-learn 1.2.1.</summary>
public class MultiOutputScoreTests
{
    private static readonly double[] Truth = [0.5, 1, -1, 1, 7, -6];
    private static readonly double[] Predicted = [0, 2, -1, 2, 8, -5];

    [Theory]
    [InlineData(OutputAverage.Uniform, 0.9368005266622779)]
    [InlineData(OutputAverage.VarianceWeighted, 0.9382566585956417)]
    public void Of_RSquared_AgreesWithScikitLearn(OutputAverage average, double expected)
    {
        MultiOutputScore score = MultiOutputScore.Of(new RSquared(), Truth, Predicted, 2, average);
        Assert.Equal(expected, score.Score.Value, 1e-14);
        Assert.Equal(3, score.Score.Count);
        Assert.Equal(2, score.Outputs.Count);
    }

    [Fact]
    public void Of_NumbersThatAreNoRows_SaysSo() => Assert.Contains("no rows of 2", Assert.Throws<ArgumentException>(() => MultiOutputScore.Of(new RSquared(), [1, 2, 3], [1, 2, 3], 2)).Message);
}
