using AiInfra.Metrics.Classification;

namespace AiInfra.Metrics.Tests.Families;

/// <summary>Bad input to every metric of predicted classes.</summary>
public class ClassFamilyTests
{
    public delegate Score Call(int[] truth, int[] predicted, int classes = 0, double[]? weights = null);

    private static readonly Dictionary<string, Call> s_all = new()
    {
        ["accuracy"] = (t, p, c, w) => Accuracy.Of(t, p, c, w), ["balanced"] = (t, p, c, w) => BalancedAccuracy.Of(t, p, c, w), ["matthews"] = (t, p, c, w) => MatthewsCorrelation.Of(t, p, c, w),
        ["kappa"] = (t, p, c, w) => CohenKappa.Of(t, p, c, KappaWeights.Linear, w), ["precision"] = (t, p, c, w) => Precision.Of(t, p, Average.Macro, ZeroDivision.Undefined, c, w),
        ["recall"] = (t, p, c, w) => Recall.Of(t, p, Average.Weighted, ZeroDivision.Undefined, c, w), ["f1"] = (t, p, c, w) => FScore.Of(t, p, Average.Micro, ZeroDivision.Zero, c, w),
        ["f1 positive"] = (t, p, c, w) => FScore.Of(t, p, Average.Positive, ZeroDivision.Zero, c, w), ["jaccard"] = (t, p, c, w) => JaccardIndex.Of(t, p, classes: c, weights: w),
        ["specificity"] = (t, p, c, w) => Specificity.Of(t, p, Average.Positive, ZeroDivision.Undefined, c, w), ["npv"] = (t, p, c, w) => NegativePredictiveValue.Of(t, p, Average.Positive, ZeroDivision.Undefined, c, w),
        ["informedness"] = (t, p, c, w) => Informedness.Of(t, p, 1, c, w),
    };

    public static TheoryData<string> Names => [.. s_all.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_BadColumns_NamesArgumentAndIndex(string name)
    {
        Call of = s_all[name];
        Assert.Equal("", Refusal.Wrong(
        [
            new("lengths", "predicted", "3 true values but 2", () => of([0, 1, 0], [0, 1])),
            new("empty", "predicted", "no row", () => of([], [])),
            new("outside the set", "predicted", "predicted[1] is 3; the label set has the classes 0 to 2", () => of([0, 1], [0, 3], 3)),
            new("negative class", "truth", "truth[1] is -1", () => of([0, -1], [0, 1])),
            new("negative weight", "weights", "weights[1] is -1", () => of([0, 1], [0, 1], 0, [1, -1])),
            new("infinite weight", "weights", "weights[0] is", () => of([0, 1], [0, 1], 0, [double.PositiveInfinity, 1])),
            new("all weights zero", "weights", "All weights are zero", () => of([0, 1], [0, 1], 0, [0, 0])),
        ]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_RowWithoutWeight_AsIfItWereNotThere(string name)
    {
        Score with = s_all[name]([0, 1, 1, 0, 1], [0, 1, 0, 1, 0], 2, [1, 2, 1, 1, 0]), without = s_all[name]([0, 1, 1, 0], [0, 1, 0, 1], 2, [1, 2, 1, 1]);
        Assert.Equal((without.Value, without.Count), (with.Value, with.Count));
    }

    // Truth and predictions of one class, of the other, and all wrong.
    [Theory]
    [MemberData(nameof(Names))]
    public void Of_OneClass_UndefinedIsCounted(string name) => Assert.All(
        [s_all[name]([0, 0], [0, 0], 2), s_all[name]([1, 1], [1, 1], 2), s_all[name]([0, 0], [1, 1], 2), s_all[name]([1], [0], 2)],
        s => Assert.True(s.IsDefined || s.Undefined > 0, s.ToString()));
}
