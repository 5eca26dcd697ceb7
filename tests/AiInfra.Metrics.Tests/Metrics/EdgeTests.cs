using AiInfra.Metrics.Calibration;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Clustering;
using AiInfra.Metrics.Curves;
using AiInfra.Metrics.Forecasting;
using AiInfra.Metrics.Multilabel;
using AiInfra.Metrics.Regression;

namespace AiInfra.Metrics.Tests.Metrics;

/// <summary>Where numbers are huge, alike, nearly weightless or missing.</summary>
public class EdgeTests
{
    [Fact]
    public void Interval_OneRowWeighsAlmostAll_WideOrNoneRatherThanAnError() => Assert.All(
        [1e-2, 1e-5, 1e-9, 1e-12],
        little => Assert.True(MeanAbsoluteError.Of([1, 2, 3], [2, 4, 3], [little, 1, little]).Interval is null or { High: > 1e3 }));

    // Two rows leave one degree of freedom: Cauchy's quantile, tan(pi (p - 1/2)).
    [Fact]
    public void Interval_TwoRowsAndHighConfidence_IsCauchys()
    {
        var metric = new MeanAbsoluteError();
        metric.AddBatch([0, 0], [0, 2]);
        Assert.Equal(1 + Math.Tan(Math.PI * 0.49995), metric.Result(0.9999).Interval!.Value.High, 1e-7);
    }

    [Fact]
    public void Pearson_TwoRowsFarFromZero_IsOne() => Assert.Equal(1, PearsonCorrelation.Of([100000000.1, 100000001.4], [0.3, 0.7]).Value, 1e-15);

    [Theory]
    [InlineData(1e-170, 1e170)]
    [InlineData(1e-300, 1)]
    [InlineData(1e300, 1e-300)]
    public void Pearson_SquaresBeyondDouble_AsOfPlainNumbers(double a, double b)
    {
        double[] x = [0, 1, 2, 4, 3], y = [0, 2, 1, 3, 5];
        PearsonCorrelation left = new(), right = new();
        left.AddBatch([.. x[..2].Select(v => v * a)], [.. y[..2].Select(v => v * b)]);
        right.AddBatch([.. x[2..].Select(v => v * a)], [.. y[2..].Select(v => v * b)]);
        left.Merge(right);
        Assert.Equal(PearsonCorrelation.Of(x, y).Value, left.Result().Value, 1e-12);
    }

    // Twice the series' first terms, x² / 2 - x³ / 6 times f: the plain formula keeps no digit here.
    [Fact]
    public void Tweedie_TruthNextToPrediction_LosesNoDigits() =>
        Assert.Equal(1e-6 * (1 - (1e-6 / 3)), TweedieDeviance.Of([1e6 + 1], [1e6], 1).Value, 1e-15);

    [Fact]
    public void Tweedie_AnyPowerNextToPrediction_IsNotNegative() => Assert.All(
        [-1, 1, 1.5, 2, 3, 4.5],
        power => Assert.InRange(TweedieDeviance.Of([1e9 + 1], [1e9], power).Value * Math.Pow(1e9, power), 0.999, 1.001));

    [Fact]
    public void RSquared_TruthFarFromZero_LosesNoDigits() => Assert.Equal(0.5, RSquared.Of([1e9 + 1, 1e9 + 2, 1e9 + 3], [1e9 + 1, 1e9 + 2, 1e9 + 4]).Value, 1e-15);

    [Fact]
    public void Mse_SquareBeyondDouble_IsInfinity() => Assert.Equal(double.PositiveInfinity, MeanSquaredError.Of([1e200, 0, 1], [0, 0, 0]).Value);

    [Fact]
    public void Mae_SumBeyondDouble_IsStillTheMean() => Assert.Equal(1.5e308, MeanAbsoluteError.Of([1.5e308, 1.5e308, 1.5e308], [0, 0, 0]).Value, 1e296);

    [Theory]
    [InlineData(0, "predicted", "predicted[2] is -3")]
    [InlineData(1, "truth", "truth[2] is -3")]
    public void AddBatch_NumberOutsideTheRange_NamesItsIndexAndAddsNothing(int which, string argument, string words) => Assert.All<ValueMetric>(
        [new MeanSquaredLogError(), new RootMeanSquaredLogError(), new TweedieDeviance(1.5), new D2Tweedie(1)],
        metric =>
        {
            double[] bad = [1, 2, -3], good = [1, 2, 3];
            ArgumentException e = Assert.ThrowsAny<ArgumentException>(() => metric.AddBatch(which == 1 ? bad : good, which == 1 ? good : bad, [0, 1, 1]));
            Assert.Contains(words, e.Message, StringComparison.Ordinal);
            Assert.Equal(argument, e.ParamName);
            Assert.Equal(0, metric.Count);
        });

    [Fact]
    public void D2Tweedie_TruthOfZeros_ConventionAndCounted()
    {
        Score score = D2Tweedie.Of([0, 0, 0], [1, 2, 1], 1);
        Assert.Equal((0, 3), (score.Value, score.Undefined));
    }

    [Fact]
    public void D2Tweedie_MeanWithoutDeviance_UndefinedAndCounted()
    {
        Score score = D2Tweedie.Of([-3, -2, 1], [1, 2, 1], -1);
        Assert.Equal((double.NaN, 3), (score.Value, score.Undefined));
    }

    [Fact]
    public void Series_PointThatTheMetricRefuses_LeavesNothingBehind()
    {
        var series = new SeriesMetric(new MeanSquaredLogError(), SeriesAggregation.Pooled);
        Assert.Throws<ArgumentException>(() => series.Add([], [1, 1], [5, -2]));
        series.Add([], [1, 1], [1, 1]);
        Assert.Equal((0, 1), (series.Result().Value, series.Result().Count));
    }

    [Theory]
    [InlineData(EntropyMean.Arithmetic, 0)]
    [InlineData(EntropyMean.Minimum, 4)]
    public void AdjustedMutualInformation_EveryRowAloneOnOneSide_IsZeroNotNoise(EntropyMean mean, int undefined)
    {
        Score score = AdjustedMutualInformation.Of([0, 0, 1, 1], [0, 1, 2, 3], mean);
        Assert.Equal((0, undefined), (score.Value, score.Undefined));
    }

    // Expected: scikit-learn 1.2.1.
    [Theory]
    [InlineData(ZeroDivision.Zero, 0, 0)]
    [InlineData(ZeroDivision.One, 0, 1)]
    public void Multilabel_WeightedWithoutTrueLabels_AsTheCellsTogether(ZeroDivision rule, double precision, double recall)
    {
        LabelMatrix truth = new([false, false, false, false], 2), predicted = new([true, false, false, true], 2);
        Score p = MultilabelPrecision.Of(truth, predicted, Average.Weighted, rule), r = MultilabelRecall.Of(truth, predicted, Average.Weighted, rule);
        Assert.Equal((precision, recall), (p.Value, r.Value));
        Assert.True(p.Undefined > 0 && r.Undefined > 0);
    }

    [Fact]
    public void Matthews_LightRowsBesideHeavyOnes_AreNotLost() =>
        Assert.Equal(1, MatthewsCorrelation.Of([0, 1, 0, 1, 1], [0, 1, 0, 1, 1], weights: [1e6, 3e-6, 2e5, 1e-6, 2e-6]).Value, 1e-12);

    [Fact]
    public void Specificity_LightRowBesideHeavyOnes_IsNotLost() =>
        Assert.Equal(1, Specificity.Of([1, 1, 0], [1, 0, 0], Average.Positive, weights: [1e7, 1e7, 1e-7]).Value, 1e-12);

    // Added from the top the weights of the positives make 0.9999999999999999, from below 1.
    [Fact]
    public void AtRecall_AllOfTheWeight_IsReachedAtTheLowestPositive()
    {
        ThresholdChoice choice = DecisionThreshold.AtRecall(RankedScores.Of([true, true, true, false], [0.9, 0.8, 0.7, 0.1], [0.2, 0.7, 0.1, 1]), 1);
        Assert.Equal((0.7, 1, 1), (choice.Threshold, choice.Recall, choice.Precision));
    }

    [Fact]
    public void DebiasedCalibrationError_WhatChanceGives_IsZero() =>
        Assert.Equal(0, DebiasedCalibrationError.Of([true, true, true, true, false], [0.6, 0.6, 0.6, 0.6, 0.6], 5, target: CalibrationTarget.Positive).Value);

    [Fact]
    public void BalancedAccuracy_AdjustedWithOneTrueClass_UndefinedAndCounted()
    {
        Score score = BalancedAccuracy.Of([1, 1], [1, 0], 2, adjusted: true);
        Assert.True(double.IsNaN(score.Value) && score.Undefined > 0);
    }
}
