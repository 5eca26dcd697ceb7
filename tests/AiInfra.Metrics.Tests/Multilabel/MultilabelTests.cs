using AiInfra.Laws;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Multilabel;
using AiInfra.Metrics.Tests.Metrics;
using CsCheck;
using static AiInfra.Metrics.Tests.Metrics.GoldenRows;

namespace AiInfra.Metrics.Tests.Multilabel;

/// <summary>Values are scikit-learn 1.2.1's on <see cref="GoldenRows"/>.</summary>
public class MultilabelTests
{
    private static readonly Gen<(bool[] Truth, bool[] Predicted)[]> Sets = Gen.Select(Gen.Bool.Array[3], Gen.Bool.Array[3]).Array[1, 30];

    [Theory]
    [InlineData("precision", Average.Micro, ZeroDivision.Zero, 0.6713286713286714)]
    [InlineData("precision", Average.Micro, ZeroDivision.One, 0.6713286713286714)]
    [InlineData("recall", Average.Micro, ZeroDivision.Zero, 0.8888888888888888)]
    [InlineData("recall", Average.Micro, ZeroDivision.One, 0.8888888888888888)]
    [InlineData("f1", Average.Micro, ZeroDivision.Zero, 0.7649402390438248)]
    [InlineData("f1", Average.Micro, ZeroDivision.One, 0.7649402390438248)]
    [InlineData("jaccard", Average.Micro, ZeroDivision.Zero, 0.6193548387096774)]
    [InlineData("jaccard", Average.Micro, ZeroDivision.One, 0.6193548387096774)]
    [InlineData("precision", Average.Macro, ZeroDivision.Zero, 0.5571428571428572)]
    [InlineData("precision", Average.Macro, ZeroDivision.One, 0.5571428571428572)]
    [InlineData("recall", Average.Macro, ZeroDivision.Zero, 0.6688311688311688)]
    [InlineData("recall", Average.Macro, ZeroDivision.One, 0.9188311688311689)]
    [InlineData("f1", Average.Macro, ZeroDivision.Zero, 0.606896551724138)]
    [InlineData("f1", Average.Macro, ZeroDivision.One, 0.606896551724138)]
    [InlineData("jaccard", Average.Macro, ZeroDivision.Zero, 0.5098039215686274)]
    [InlineData("jaccard", Average.Macro, ZeroDivision.One, 0.5098039215686274)]
    [InlineData("precision", Average.Weighted, ZeroDivision.Zero, 0.7476190476190476)]
    [InlineData("precision", Average.Weighted, ZeroDivision.One, 0.7476190476190476)]
    [InlineData("recall", Average.Weighted, ZeroDivision.Zero, 0.8888888888888888)]
    [InlineData("recall", Average.Weighted, ZeroDivision.One, 0.8888888888888888)]
    [InlineData("f1", Average.Weighted, ZeroDivision.Zero, 0.8107279693486591)]
    [InlineData("f1", Average.Weighted, ZeroDivision.One, 0.8107279693486591)]
    [InlineData("jaccard", Average.Weighted, ZeroDivision.Zero, 0.6819172113289761)]
    [InlineData("jaccard", Average.Weighted, ZeroDivision.One, 0.6819172113289761)]
    [InlineData("precision", Average.Samples, ZeroDivision.Zero, 0.5476190476190477)]
    [InlineData("precision", Average.Samples, ZeroDivision.One, 0.7285714285714285)]
    [InlineData("recall", Average.Samples, ZeroDivision.Zero, 0.6285714285714286)]
    [InlineData("recall", Average.Samples, ZeroDivision.One, 0.9142857142857143)]
    [InlineData("f1", Average.Samples, ZeroDivision.Zero, 0.5742857142857143)]
    [InlineData("f1", Average.Samples, ZeroDivision.One, 0.6980952380952381)]
    [InlineData("jaccard", Average.Samples, ZeroDivision.Zero, 0.5476190476190477)]
    [InlineData("jaccard", Average.Samples, ZeroDivision.One, 0.6714285714285714)]
    public void Of_GoldenRows_AsScikitLearn(string metric, Average average, ZeroDivision zero, double expected)
    {
        Score score = metric switch
        {
            "precision" => MultilabelPrecision.Of(LabelTruth, LabelPredicted, average, zero, PositiveWeights),
            "recall" => MultilabelRecall.Of(LabelTruth, LabelPredicted, average, zero, PositiveWeights),
            "f1" => MultilabelFScore.Of(LabelTruth, LabelPredicted, average, zero, PositiveWeights),
            _ => MultilabelJaccard.Of(LabelTruth, LabelPredicted, average, zero, PositiveWeights),
        };
        Assert.Equal(expected, score.Value, 1e-12);
    }

    [Fact]
    public void SubsetAccuracy_GoldenRows_AsScikitLearn() => Assert.Equal(0.5876288659793815, SubsetAccuracy.Of(LabelTruth, LabelPredicted, Weights).Value, 1e-12);

    [Fact]
    public void HammingLoss_GoldenRows_AsScikitLearn() => Assert.Equal(0.13917525773195877, HammingLoss.Of(LabelTruth, LabelPredicted, Weights).Value, 1e-12);

    [Fact]
    public void CoverageError_GoldenRows_AsScikitLearn()
    {
        Score score = CoverageError.Of(LabelTruth, LabelScores, Weights);
        Assert.Equal(1.1082474226804124, score.Value, 1e-12);
        Assert.True(score.Undefined > 0);
    }

    [Fact]
    public void LabelRankingLoss_GoldenRows_AsScikitLearn() => Assert.Equal(0.013745704467353952, LabelRankingLoss.Of(LabelTruth, LabelScores, Weights).Value, 1e-12);

    [Fact]
    public void FScore_BetaTwoOverRows_AsScikitLearn() => Assert.Equal(0.5677489177489179, MultilabelFScore.Of(LabelTruth, LabelPredicted, Average.Samples, beta: 2).Value, 1e-12);

    [Fact]
    public void PerLabel_GoldenRows_AsScikitLearn()
    {
        double[] expected = [0.761904761904762, 0.761904761904762, 0, 0.8];
        IReadOnlyList<ClassScore> scores = MultilabelScores.PerLabel(LabelTruth, LabelPredicted, ZeroDivision.Zero);
        Assert.All(scores, s => Assert.Equal(expected[s.Label], s.F1, 1e-12));
    }

    [Fact]
    public void Bootstrapped_SubsetAccuracy_LikeWilsons()
    {
        Score score = MultilabelScores.Bootstrapped(LabelTruth, LabelPredicted, () => new SubsetAccuracy());
        var wilson = SubsetAccuracy.Of(LabelTruth, LabelPredicted).Interval!.Value;
        Assert.Equal(wilson.Low, score.Interval!.Value.Low, 0.03);
        Assert.Equal(wilson.High, score.Interval!.Value.High, 0.03);
    }

    [Fact]
    public void Samples_EmptyRowsLeftOut_AreCounted()
    {
        LabelMatrix truth = LabelMatrix.OfSets([[], [0], [1]], 2), predicted = LabelMatrix.OfSets([[], [0], [0]], 2);
        Score score = MultilabelJaccard.Of(truth, predicted, Average.Samples, ZeroDivision.Undefined);
        Assert.Equal((0.5, 1), (score.Value, score.Undefined));
    }

    [Fact]
    public void MergedHalves_EqualWhole() => Sets.ForAll(rows =>
    {
        foreach (Func<LabelSetMetric> make in All())
        {
            LabelSetMetric whole = make(), left = make(), right = make();
            for (int i = 0; i < rows.Length; i++)
            {
                whole.Add(rows[i].Truth, rows[i].Predicted);
                (i % 3 == 0 ? left : right).Add(rows[i].Truth, rows[i].Predicted);
            }

            left.Merge(right);
            Assert.Equal(whole.Result().Value, left.Result().Value, 1e-12);
            Assert.Equal((whole.Count, whole.Result().Undefined), (left.Count, left.Result().Undefined));
        }
    });

    [Fact]
    public void WeightTwo_IsRowTwice() => Sets.ForAll(rows =>
    {
        foreach (Func<LabelSetMetric> make in All())
        {
            LabelSetMetric weighted = make(), repeated = make();
            for (int i = 0; i < rows.Length; i++)
            {
                weighted.Add(rows[i].Truth, rows[i].Predicted, i % 3);
                for (int k = 0; k < i % 3; k++)
                {
                    repeated.Add(rows[i].Truth, rows[i].Predicted);
                }
            }

            Assert.Equal(repeated.Result().Value, weighted.Result().Value, 1e-12);
        }
    });

    [Fact]
    public void OneLabelARow_MicroF1IsAccuracy() => Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3]).Array[1, 40].ForAll(rows =>
    {
        LabelMatrix truth = LabelMatrix.OfSets(rows.Select(r => new[] { r.Item1 }), 4), predicted = LabelMatrix.OfSets(rows.Select(r => new[] { r.Item2 }), 4);
        Assert.Equal(Accuracy.Of([.. rows.Select(r => r.Item1)], [.. rows.Select(r => r.Item2)]).Value, MultilabelFScore.Of(truth, predicted, Average.Micro).Value, 1e-12);
    });

    [Fact]
    public void OfSets_LabelOutside_NamesRowAndLabel() => Assert.Contains("sets[1] has the label 3", Assert.Throws<ArgumentException>(() => LabelMatrix.OfSets([[0], [3]], 3)).Message);

    [Fact]
    public void Of_DifferentRows_SaysBoth() => Assert.Contains("2 true values but 1", Assert.Throws<ArgumentException>(() => SubsetAccuracy.Of(LabelMatrix.OfSets([[0], [1]], 2), LabelMatrix.OfSets([[0]], 2))).Message);

    [Fact]
    public void Of_DifferentLabelSets_SaysBoth() => Assert.Contains("of 2 labels, the predictions 1 of 3", Assert.Throws<ArgumentException>(() => HammingLoss.Of(LabelMatrix.OfSets([[0]], 2), LabelMatrix.OfSets([[0]], 3))).Message);

    [Fact]
    public void Of_NaNScore_NamesIndex() => Assert.Contains("scores[1] is NaN", Assert.Throws<ArgumentException>(() => CoverageError.Of(LabelMatrix.OfSets([[0]], 2), [0.5, double.NaN])).Message);

    [Fact]
    public void Positive_Average_Refused() => Assert.Throws<ArgumentException>(() => new MultilabelPrecision(Average.Positive));

    private static IEnumerable<Func<LabelSetMetric>> All() =>
    [
        () => new SubsetAccuracy(), () => new HammingLoss(), () => new MultilabelFScore(Average.Samples, ZeroDivision.Undefined), () => new MultilabelJaccard(Average.Weighted),
        () => new MultilabelPrecision(Average.Micro), () => new MultilabelRecall(Average.Samples, ZeroDivision.One), () => new MultilabelFScore(beta: 0.5),
    ];
}
