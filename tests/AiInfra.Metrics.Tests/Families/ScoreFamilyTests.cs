using AiInfra.Metrics.Calibration;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Curves;

namespace AiInfra.Metrics.Tests.Families;

/// <summary>Bad input to everything that reads a score or a probability of one class.</summary>
public class ScoreFamilyTests
{
    public delegate object Call(bool[] truth, double[] scores, double[]? weights = null);

    private static readonly Dictionary<string, Call> s_scores = new()
    {
        ["rocAuc"] = (t, s, w) => RocAuc.Of(t, s, w), ["partial"] = (t, s, w) => PartialRocAuc.Of(t, s, 0.5, w), ["averagePrecision"] = (t, s, w) => AveragePrecision.Of(t, s, w),
        ["ranked"] = (t, s, w) => RankedScores.Of(t, s, w), ["roc"] = (t, s, w) => RocCurve.Of(t, s, w), ["precisionRecall"] = (t, s, w) => PrecisionRecallCurve.Of(t, s, w),
        ["gain"] = (t, s, w) => GainCurve.Of(t, s, w), ["lift"] = (t, s, w) => LiftCurve.Of(t, s, w), ["detectionError"] = (t, s, w) => DetectionErrorCurve.Of(t, s, w),
    };

    private static readonly Dictionary<string, Call> s_probabilities = new()
    {
        ["histogram"] = (t, p, w) => RocAucHistogram.Of(t, p, 64, w), ["logLoss"] = (t, p, w) => LogLoss.Of(t, p, w), ["brier"] = (t, p, w) => BrierScore.Of(t, p, w), ["ece"] = (t, p, w) => ExpectedCalibrationError.Of(t, p, 5, w),
        ["mce"] = (t, p, w) => MaximumCalibrationError.Of(t, p, 5, w), ["debiased"] = (t, p, w) => DebiasedCalibrationError.Of(t, p, 5, w),
        ["reliability"] = (t, p, w) => ReliabilityCurve.Of(t, p, 5, weights: w), ["decomposition"] = (t, p, w) => BrierDecomposition.Of(t, p, 5, w),
    };

    public static TheoryData<string> Scores => [.. s_scores.Keys];

    public static TheoryData<string> Probabilities => [.. s_probabilities.Keys];

    [Theory]
    [MemberData(nameof(Scores))]
    public void Of_BadScores_NamesArgumentAndIndex(string name) => Refuse(s_scores[name], "scores");

    [Theory]
    [MemberData(nameof(Probabilities))]
    public void Of_BadProbabilities_NamesArgumentAndIndex(string name)
    {
        string argument = name == "histogram" ? "scores" : "probabilities";
        Refuse(s_probabilities[name], argument);
        Assert.Equal("", Refusal.Wrong(
        [
            new("above one", argument, $"{argument}[1] is 1.5", () => s_probabilities[name]([true, false], [0.5, 1.5])),
            new("below zero", argument, $"{argument}[0] is -0.1", () => s_probabilities[name]([true, false], [-0.1, 0.5])),
        ]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_OneClass_UndefinedIsCounted(bool positive) => Assert.All(
        s_scores.Values.Concat(s_probabilities.Values).Select(of => Answer(of, positive)).OfType<Score>(),
        s => Assert.True(s.IsDefined || s.Undefined > 0, s.ToString()));

    [Theory]
    [InlineData("rocAuc")]
    [InlineData("partial")]
    public void Of_OneClass_NoArea(string name) => Assert.True(Answer(s_scores[name], true) is Score { IsDefined: false, Undefined: > 0 });

    // The error curve needs both classes and says so.
    private static object? Answer(Call of, bool positive)
    {
        try
        {
            return of([positive, positive, positive], [0.2, 0.4, 0.4]);
        }
        catch (ArgumentException e) when (e.Message.Contains("positive rows", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static void Refuse(Call of, string argument) => Assert.Equal("", Refusal.Wrong(
    [
        new("lengths", argument, "3 true values but 2", () => of([true, false, true], [0.1, 0.2])),
        new("empty", argument, "no row", () => of([], [])),
        new("NaN", argument, $"{argument}[1] is NaN", () => of([true, false], [0.5, double.NaN])),
        new("infinite", argument, $"{argument}[0] is", () => of([true, false], [double.PositiveInfinity, 0.5])),
        new("negative weight", "weights", "weights[1] is -1", () => of([true, false], [0.5, 0.4], [1, -1])),
        new("all weights zero", "weights", "All weights are zero", () => of([true, false], [0.5, 0.4], [0, 0])),
    ]));
}
