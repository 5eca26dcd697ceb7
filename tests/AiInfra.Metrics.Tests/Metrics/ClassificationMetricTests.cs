using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics.Calibration;
using AiInfra.Metrics.Classification;

namespace AiInfra.Metrics.Tests.Metrics;

public class ClassificationMetricTests
{
    private static readonly int[] Truth = [0, 1, 2, 2, 1, 0];
    private static readonly int[] NeverTwo = [0, 1, 1, 1, 1, 0];

    [Fact]
    public void Accuracy_FourOfSix_ShareAndWilsonInterval()
    {
        Score score = Accuracy.Of(Truth, NeverTwo);
        Assert.Equal(4 / 6.0, score.Value, 1e-15);
        Assert.True(score.Interval!.Value.Contains(4 / 6.0));
    }

    [Fact]
    public void Precision_ClassNeverPredicted_ZeroByConventionAndCounted()
    {
        Score score = Precision.Of(Truth, NeverTwo);
        Assert.Equal((0.5, 1), (score.Value, score.Undefined));
    }

    [Fact]
    public void Precision_ClassNeverPredictedLeftOut_MeanOfTheOthers() =>
        Assert.Equal(0.75, Precision.Of(Truth, NeverTwo, zeroDivision: ZeroDivision.Undefined).Value);

    [Fact]
    public void Precision_DeclaredClassInNeitherColumn_StillCounts() =>
        Assert.Equal(2, Precision.Of(Truth, NeverTwo, classes: 4).Undefined);

    [Fact]
    public void FScore_Signature_NamesOptions() =>
        Assert.Equal("f1|average:weighted|zeroDivision:zero|version:1", FScore.Of(Truth, NeverTwo, Average.Weighted).Signature);

    [Fact]
    public void Weights_Doubled_EqualRowsRepeated()
    {
        double weighted = FScore.Of(Truth, NeverTwo, weights: [1, 2, 1, 1, 1, 2]).Value;
        double repeated = FScore.Of([.. Truth, 1, 0], [.. NeverTwo, 1, 0]).Value;
        Assert.Equal(repeated, weighted, 1e-14);
    }

    [Fact]
    public void CohenKappa_OneClassOnly_UndefinedNotZero()
    {
        Score score = CohenKappa.Of([1, 1, 1], [1, 1, 1]);
        Assert.True(double.IsNaN(score.Value) && score.Undefined == 3);
    }

    [Fact]
    public void MatthewsCorrelation_ConstantPrediction_ZeroByConventionAndCounted()
    {
        Score score = MatthewsCorrelation.Of([0, 1, 1], [1, 1, 1]);
        Assert.Equal((0, 3), (score.Value, score.Undefined));
    }

    [Fact]
    public void RocAuc_KnownScores_KnownArea() =>
        Assert.Equal(0.75, RocAuc.Of([false, false, true, true], [0.1, 0.4, 0.35, 0.8]).Value);

    [Fact]
    public void RocAuc_Ties_CountHalf() =>
        Assert.Equal(2 / 3.0, RocAuc.Of([true, false, true, false, true], [0.9, 0.8, 0.8, 0.3, 0.3]).Value, 1e-15);

    [Fact]
    public void AveragePrecision_KnownScores_KnownValue()
    {
        Assert.Equal(0.8333333333333333, AveragePrecision.Of([false, false, true, true], [0.1, 0.4, 0.35, 0.8]).Value, 1e-15);
        Assert.Equal(0.7555555555555555, AveragePrecision.Of([true, false, true, false, true], [0.9, 0.8, 0.8, 0.3, 0.3]).Value, 1e-15);
    }

    [Fact]
    public void RocAuc_OneClass_UndefinedNotZero()
    {
        Score score = RocAuc.Of([true, true], [0.1, 0.2]);
        Assert.True(!score.IsDefined && score.Undefined == 2);
    }

    [Fact]
    public void RocAuc_Interval_MatchesBootstrap()
    {
        var random = new Random(3);
        bool[] truth = [.. Enumerable.Range(0, 400).Select(_ => random.NextDouble() < 0.3)];
        double[] scores = [.. truth.Select(t => Math.Clamp((t ? 0.55 : 0.4) + (0.25 * (random.NextDouble() - 0.5)) + (0.25 * (random.NextDouble() - 0.5)), 0, 1))];
        var set = PredictionSet.OfScores(ClassLabels.Binary, [.. truth.Select(t => t ? 1 : 0)], scores);
        var analytic = RocAuc.Of(truth, scores).Interval!.Value;
        var bootstrap = Intervals.Bootstrapped(set, new RocAuc());
        Assert.Equal(bootstrap.High - bootstrap.Low, analytic.High - analytic.Low, 0.01);
    }

    [Fact]
    public void RocAuc_FullSeparation_IntervalIsNotAPoint() =>
        Assert.InRange(RocAuc.Of([false, false, true, true], [0.1, 0.2, 0.8, 0.9]).Interval!.Value.Low, 0.2, 0.5);

    [Fact]
    public void ConfusionMatrix_GrowingSet_KeepsEarlierCells()
    {
        var matrix = new ConfusionMatrix();
        foreach (int label in new[] { 0, 2, 1, 7, 3, 7 })
        {
            matrix.Add(label, 0);
        }

        Assert.Equal((8, 2, 1, 6), (matrix.Classes, matrix[7, 0], matrix[2, 0], matrix.PredictedTotal(0)));
    }

    [Fact]
    public void RocAucHistogram_ManyScores_WithinItsBound()
    {
        var random = new Random(5);
        var exact = new RocAuc();
        var streaming = new RocAucHistogram(256);
        for (int i = 0; i < 5000; i++)
        {
            bool positive = random.NextDouble() < 0.4;
            double score = Math.Clamp((positive ? 0.5 : 0.3) + (0.4 * random.NextDouble()), 0, 1);
            exact.Add(positive, score);
            streaming.Add(positive, score);
        }

        Assert.InRange(Math.Abs(exact.Result().Value - streaming.Result().Value), 0, streaming.ErrorBound);
        Assert.InRange(streaming.ErrorBound, 0, 0.01);
    }

    [Fact]
    public void LogLoss_CertainAndWrong_IsClippedNotInfinite() =>
        Assert.Equal(-Math.Log(2.220446049250313e-16), LogLoss.Of([true], [0.0]).Value, 1e-9);

    [Fact]
    public void BrierScore_ThreeClasses_SumsOverClasses() =>
        Assert.Equal(2, BrierScore.Of([0], [0, 1, 0], 3).Value);

    [Fact]
    public void ExpectedCalibrationError_SureAndHalfRight_IsHalf() =>
        Assert.Equal(0.5, ExpectedCalibrationError.Of([true, false, true, false], [1.0, 1.0, 1.0, 1.0]).Value);
}
