using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;

namespace AiInfra.Metrics.Tests.Metrics;

/// <summary>Numbers at the ends of what a double holds give the right score or none, never a flattering one.</summary>
public class ExtremeScaleTests
{
    private static readonly Dictionary<string, Func<double[], double[], Score>> s_relative = new()
    {
        ["r2"] = (t, p) => RSquared.Of(t, p),
        ["explainedVariance"] = (t, p) => ExplainedVariance.Of(t, p),
        ["d2AbsoluteError"] = (t, p) => D2AbsoluteError.Of(t, p),
        ["d2Pinball"] = (t, p) => D2Pinball.Of(t, p),
        ["d2Tweedie"] = (t, p) => D2Tweedie.Of(t, p),
        ["pearson"] = (t, p) => PearsonCorrelation.Of(t, p),
        ["spearman"] = (t, p) => SpearmanCorrelation.Of(t, p),
        ["kendall"] = (t, p) => KendallTau.Of(t, p),
        ["concordance"] = (t, p) => ConcordanceCorrelation.Of(t, p),
    };

    private static readonly double[] s_truth = [1, 2, 3, 4, 5, 6], s_predicted = [2, 1, 5, 2, 6, 3];

    public static TheoryData<string> Relative => new(s_relative.Keys);

    [Theory]
    [MemberData(nameof(Relative))]
    public void Score_OfAnotherUnit_IsTheSameOrUndefined(string name)
    {
        double right = s_relative[name](s_truth, s_predicted).Value;
        Assert.True(right < 0.9);
        for (int power = -300; power <= 300; power += 5)
        {
            double unit = Math.Pow(10, power);
            Score score = s_relative[name]([.. s_truth.Select(x => x * unit)], [.. s_predicted.Select(x => x * unit)]);
            Assert.True(double.IsNaN(score.Value) ? score.Undefined > 0 : Math.Abs(score.Value - right) < 1e-9, $"1e{power}: {score}, {score.Undefined} undefined; {right} is right");
        }
    }

    [Fact]
    public void RootMeanSquaredError_AnyUnit_IsNeverTooSmall()
    {
        double right = RootMeanSquaredError.Of(s_truth, s_predicted).Value;
        for (int power = -300; power <= 300; power += 5)
        {
            double unit = Math.Pow(10, power);
            Score score = RootMeanSquaredError.Of([.. s_truth.Select(x => x * unit)], [.. s_predicted.Select(x => x * unit)]);
            Assert.True(double.IsNaN(score.Value) ? score.Undefined > 0 : score.Value >= right * unit * (1 - 1e-9), $"1e{power}: {score}");
        }
    }

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void RSquared_ConstantTruthMissedByLittle_IsNotPerfect(double unit) =>
        Assert.NotEqual(1, RSquared.Of([unit, unit, unit], [unit, unit, 2 * unit]).Value);

    [Fact]
    public void ClassLabels_ZerosOfBothSigns_AreOneClass() => Assert.Equal(0, new ClassLabels(["0", "1"]).IndexOf(-0.0));

    [Fact]
    public void Metrics_ClassesByName_AreThoseOfTheirIndices()
    {
        string[] truth = ["cat", "dog", "cat", "owl"], predicted = ["cat", "cat", "cat", "owl"];
        int[] t = [0, 1, 0, 2], p = [0, 0, 0, 2];
        Assert.Equal(Precision.Of(t, p), Precision.Of(truth, predicted));
        Assert.Equal(Recall.Of(t, p), Recall.Of(truth, predicted));
        Assert.Equal(FScore.Of(t, p), FScore.Of(truth, predicted));
        Assert.Equal(Accuracy.Of(t, p), Accuracy.Of(truth, predicted));
        Assert.Equal(2 / 3.0, Precision.Of(truth, predicted, positive: "cat").Value, 1e-12);
        Assert.Contains("'fox'", Assert.Throws<ArgumentException>(() => Recall.Of(truth, predicted, positive: "fox")).Message);
        Assert.Contains("predicted[1] is null", Assert.Throws<ArgumentException>(() => Accuracy.Of(truth, ["cat", null!, "cat", "owl"])).Message);
    }

    [Fact]
    public void ConfusionMatrix_Printed_ShowsItsCells() => Assert.Contains("7", ConfusionMatrix.Of([.. Enumerable.Repeat(0, 7), 1], [.. Enumerable.Repeat(1, 7), 1]).ToString());
}
