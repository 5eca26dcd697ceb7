using AiInfra.Evaluation.Fairness;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Tests.Fairness;

/// <summary>What holds of every metric, of those that fairness brings.</summary>
public class FairnessMetricTests
{
    private static readonly Metric[] s_all = [.. Enum.GetValues<RateKind>().Select(k => new OutcomeRate(k)), new CalibrationGap()];

    [Fact]
    public void Signature_OfEach_IsItsOwnAndThatOfANewOne()
    {
        Assert.Equal(s_all.Length, s_all.Select(m => m.Signature).Distinct().Count());
        Assert.All(s_all, m => Assert.Equal((m.Signature, m.Name, 0), (m.New().Signature, m.Result().Name, m.New().Result().Count)));
    }

    [Fact]
    public void Merge_Halves_AreTheWhole() => Assert.All(s_all, metric =>
    {
        Metric whole = metric.New(), left = metric.New(), right = metric.New();
        for (int i = 0; i < 12; i++)
        {
            double p = i / 12.0;
            var row = new Outcome { Label = i % 2, Predicted = i % 3 == 0 ? 1 : 0, Probabilities = new[] { 1 - p, p }, Weight = 1 };
            whole.Add(row);
            (i < 5 ? left : right).Add(row);
        }

        left.Merge(right);
        Assert.Equal((whole.Result().Count, whole.Result().Undefined), (left.Result().Count, left.Result().Undefined));
        Assert.Equal(whole.Result().Value, left.Result().Value, 1e-12);
    });
}
