using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;

namespace AiInfra.Metrics.Tests.Metrics;

public class BadInputTests
{
    [Fact]
    public void Of_DifferentLengths_SaysBoth() =>
        Says("3 true values but 2 predictions", "predicted", () => Accuracy.Of([0, 1, 0], [0, 1]));

    [Fact]
    public void Of_NoRow_SaysSo() => Says("no row", "predicted", () => MeanAbsoluteError.Of([], []));

    [Fact]
    public void Of_NaNPrediction_NamesFirstIndex() =>
        Says("predicted[2] is NaN", "predicted", () => MeanSquaredError.Of([1, 2, 3], [1, 2, double.NaN]));

    [Fact]
    public void Of_InfiniteTruth_NamesFirstIndex() =>
        Says("truth[0] is", "truth", () => RSquared.Of([double.PositiveInfinity, 2], [1, 2]));

    [Fact]
    public void Of_NaNScore_NamesFirstIndex() =>
        Says("scores[1] is NaN", "scores", () => RocAuc.Of([true, false], [0.5, double.NaN]));

    [Fact]
    public void Of_ProbabilityAboveOne_NamesFirstIndex() =>
        Says("probabilities[1] is 1.1", "probabilities", () => BrierScore.Of([true, false], [0.5, 1.1]));

    [Fact]
    public void Of_RowThatDoesNotSumToOne_NamesRowAndSum() =>
        Says("Row 1 of probabilities sums to 0.9", "probabilities", () => LogLoss.Of([0, 1], [0.2, 0.3, 0.5, 0.2, 0.3, 0.4], 3));

    [Fact]
    public void Add_RowThatDoesNotSumToOne_NamesRow() =>
        Says("row 0 sum to 1.1", "probabilities", () => new BrierScore().Add(1, [0.5, 0.6]));

    [Fact]
    public void Of_HalfPrecisionRows_AreTaken() => Assert.True(LogLoss.Of([0, 1], [0.2, 0.3, 0.5004, 0.2, 0.3, 0.4996], 3).IsDefined);

    [Fact]
    public void TopK_ScoresThatDoNotSum_AreTaken() => Assert.Equal(1, TopKAccuracy.Of([2], [0.9, 0.1, 0.8], 3).Value);

    [Fact]
    public void Of_WholeRowsMissing_SaysHowManyAreNeeded() =>
        Says("2 rows of 3 classes need 6 probabilities; there are 5", "probabilities", () => LogLoss.Of([0, 1], [0.2, 0.3, 0.5, 0.2, 0.3], 3));

    [Fact]
    public void Of_NaNWeight_NamesFirstIndex() =>
        Says("weights[1] is NaN", "weights", () => RocAuc.Of([true, false], [0.5, 0.2], [1, double.NaN]));

    [Fact]
    public void Of_IdentifierForAClass_NamesIt() =>
        Says("truth[1] is 1000000", "truth", () => Accuracy.Of([0, 1_000_000], [0, 1]));

    [Fact]
    public void Of_PositiveOutsideSet_Refused() =>
        Says("The positive class is 3", "positive", () => Precision.Of([0, 1], [0, 1], Average.Positive, classes: 3, positive: 3));

    [Fact]
    public void Of_SamplesOfOneLabelARow_Refused() =>
        Says("several labels a row", "average", () => FScore.Of([0, 1], [0, 1], Average.Samples));

    [Fact]
    public void Of_MicroOverPairs_Refused() =>
        Says("pairs of classes", "average", () => new MulticlassRocAuc(AucDecomposition.OneVersusOne, Average.Micro));

    [Fact]
    public void Matthews_OneClassInFractions_StillZeroAndCounted()
    {
        Score score = MatthewsCorrelation.Of([1, 1, 1, 1], [1, 0, 1, 0], weights: [0.1, 0.2, 0.3, 0.7]);
        Assert.Equal((0, 4), (score.Value, score.Undefined));
    }

    [Fact]
    public void Specificity_OneClassInFractions_UndefinedNotNoise() =>
        Assert.True(double.IsNaN(Specificity.Of([1, 1, 1], [1, 0, 1], Average.Positive, zeroDivision: ZeroDivision.Undefined, weights: [0.1, 0.2, 0.3]).Value));

    [Fact]
    public void Of_LabelOutsideSet_NamesFirstIndexAndSet() =>
        Says("predicted[1] is 3; the label set has the classes 0 to 2", "predicted", () => Accuracy.Of([0, 1], [0, 3], 3));

    [Fact]
    public void Of_NegativeWeight_NamesFirstIndex() =>
        Says("weights[1] is -1", "weights", () => MeanAbsoluteError.Of([1, 2], [1, 2], [1, -1]));

    [Fact]
    public void Of_AllWeightsZero_SaysSo() =>
        Says("All weights are zero", "weights", () => MeanAbsoluteError.Of([1, 2], [1, 2], [0, 0]));

    [Fact]
    public void Of_LogErrorOfMinusOne_SaysWhatIsNeeded() =>
        Says("above -1", "truth", () => RootMeanSquaredLogError.Of([-1, 2], [1, 2]));

    [Fact]
    public void Add_NaNInStream_NamesRow() =>
        Says("row 1", "value", () =>
        {
            var metric = new MeanAbsoluteError();
            metric.Add(1, 1);
            metric.Add(1, double.NaN);
        });

    [Fact]
    public void Add_ThreeClassesWithoutPositive_AsksForIt() =>
        Says("Name the positive class", "outcome", () => new RocAuc().Add(new Outcome { Probabilities = [0.2, 0.3, 0.5], Weight = 1 }));

    [Fact]
    public void Merge_OtherOptions_Refused() =>
        Says("cannot merge", "other", () => new PinballLoss(0.1).Merge(new PinballLoss(0.9)));

    [Fact]
    public void Result_OfNothing_NaNWithCountZero()
    {
        IMetric[] all = [.. AllMetrics.Labels(3), .. AllMetrics.Binary(), .. AllMetrics.Probabilities(), .. AllMetrics.Values()];
        Assert.All(all, m => Assert.True(double.IsNaN(m.Result().Value) && m.Result().Count == 0, m.Name));
    }

    private static void Says(string words, string argument, Action act)
    {
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(act);
        Assert.Contains(words, e.Message);
        Assert.Equal(argument, e.ParamName);
    }
}
