using AiInfra.Evaluation.Metrics;

namespace AiInfra.Evaluation.Tests.Metrics;

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
