using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Regression;

namespace AiInfra.Metrics.Tests.Metrics;

/// <summary>Values of scikit-learn 1.2.1 with sample weights.</summary>
public class WeightedRegressionTests
{
    private static readonly double[] Truth = [3, -0.5, 2, 7, 4.25, 1, 0.5, 9];
    private static readonly double[] Predicted = [2.5, 0, 2, 8, 4, 2.5, 0.25, 7];
    private static readonly double[] Weights = [1, 2, 0.5, 3, 1, 0.25, 2, 1.5];
    private static readonly double[] PositiveTruth = [.. Truth.Select(t => Math.Abs(t) + 0.5)];
    private static readonly double[] PositivePredicted = [.. Predicted.Select(p => Math.Abs(p) + 0.25)];

    public static TheoryData<string, double> Expected => new()
    {
        { "mae", 0.7666666666666667 }, { "mse", 0.9333333333333333 }, { "rmse", 0.9660917830792959 }, { "r2", 0.9219080870580214 },
        { "mape", 0.3877684407096172 }, { "medianAbsoluteError", 0.5 }, { "explainedVariance", 0.9219184166761355 }, { "d2AbsoluteError", 0.7553191489361701 },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public void Of_Weighted_AgreesWithScikitLearn(string metric, double expected)
    {
        Score score = metric switch
        {
            "mae" => MeanAbsoluteError.Of(Truth, Predicted, Weights),
            "mse" => MeanSquaredError.Of(Truth, Predicted, Weights),
            "rmse" => RootMeanSquaredError.Of(Truth, Predicted, Weights),
            "r2" => RSquared.Of(Truth, Predicted, Weights),
            "mape" => MeanAbsolutePercentageError.Of(Truth, Predicted, Weights),
            "medianAbsoluteError" => MedianAbsoluteError.Of(Truth, Predicted, Weights, WeightedMedian.Lower),
            "explainedVariance" => ExplainedVariance.Of(Truth, Predicted, Weights),
            _ => D2AbsoluteError.Of(Truth, Predicted, Weights),
        };
        Assert.Equal(expected, score.Value, 1e-13);
    }

    [Theory]
    [InlineData(0.1, 0.38777777777777783, 0.10282776349614398, 0.05213270142180104)]
    [InlineData(0.5, 0.38333333333333336, 0.7553191489361701, 0.7037037037037037)]
    [InlineData(0.9, 0.3788888888888889, 0.26824034334763935, 0.3820803295571574)]
    public void Pinball_AndD2_AgreeWithScikitLearn(double alpha, double loss, double weighted, double plain)
    {
        Assert.Equal(loss, PinballLoss.Of(Truth, Predicted, alpha, Weights).Value, 1e-13);
        Assert.Equal(weighted, D2Pinball.Of(Truth, Predicted, alpha, Weights).Value, 1e-13);
        Assert.Equal(plain, D2Pinball.Of(Truth, Predicted, alpha).Value, 1e-13);
    }

    [Theory]
    [InlineData(-1, 7.015277777777783, 0.8598384993201431)]
    [InlineData(0, 1.0791666666666666, 0.8978169384534456)]
    [InlineData(1, 0.43650309696394485, 0.8289633538824143)]
    [InlineData(1.5, 0.5014693657115232, 0.624632934859435)]
    [InlineData(2, 0.7098953697248034, 0.03285291483448827)]
    [InlineData(3, 1.7848518202012797, -5.874681317941045)]
    public void Tweedie_AndD2_AgreeWithScikitLearn(double power, double deviance, double explained)
    {
        Assert.Equal(deviance, TweedieDeviance.Of(PositiveTruth, PositivePredicted, power, Weights).Value, 1e-12);
        Assert.Equal(explained, D2Tweedie.Of(PositiveTruth, PositivePredicted, power, Weights).Value, 1e-12);
    }

    [Fact]
    public void MeanSquaredLogError_Weighted_AgreesWithScikitLearn() =>
        Assert.Equal(0.0712338518626298, MeanSquaredLogError.Of(PositiveTruth, PositivePredicted, Weights).Value, 1e-14);

    [Fact]
    public void Huber_BothSidesOfDelta_ByHand() =>
        Assert.Equal(((0.5 * 0.25) + (2 * (3 - 1))) / 2, HuberLoss.Of([0, 0], [0.5, 3], delta: 2).Value, 1e-15);

    [Theory]
    [InlineData(WeightedMedian.Averaged, 1.5)]
    [InlineData(WeightedMedian.Lower, 1)]
    public void MedianAbsoluteError_WeightEndsAtTheHalf_AsNamed(WeightedMedian median, double expected) =>
        Assert.Equal(expected, MedianAbsoluteError.Of([0, 0, 0], [1, 2, 3], [2, 1, 1], median).Value);

    [Theory]
    [InlineData(4.0, double.NegativeInfinity)]
    [InlineData(3.0, double.NaN)]
    public void RSquared_ConstantTruthNotForced_NotFinite(double last, double expected) =>
        Assert.Equal(expected, RSquared.Of([3, 3, 3], [3, 3, last], forceFinite: false).Value);

    [Fact]
    public void Tweedie_PredictionZero_NamesRowAndRule()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => TweedieDeviance.Of([1, 1], [1, 0], 1));
        Assert.Equal("predicted", e.ParamName);
        Assert.Contains("predicted[1] is 0", e.Message);
    }

    [Fact]
    public void Tweedie_PowerHalf_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new TweedieDeviance(0.5));
}
