using AiInfra.Evaluation.Predictions;
using AiInfra.Laws;
using CsCheck;

namespace AiInfra.Metrics.Tests.Metrics;

/// <summary>Laws that hold for every metric: order does not matter, halves merge into the whole, a weight of two is a row twice, a weight of zero no row.</summary>
public class MetricLawTests
{
    private static readonly Gen<(double Truth, double Value)[]> Numbers = Gen.Select(Gen.Double[0, 100], Gen.Double[0, 100]).Array[2, 40];

    private static readonly Gen<(int Label, double[] P)[]> Classes = Gen.Select(Gen.Int[0, 2], Gen.Int[1, 9].Array[3])
        .Select((label, parts) => (label, parts.Select(p => p / (double)parts.Sum()).ToArray())).Array[2, 40];

    [Fact]
    public void Values_MergedHalves_EqualWhole() => Numbers.ForAll(rows => Check(AllMetrics.Values(), Set(rows)));

    [Fact]
    public void Classes_MergedHalves_EqualWhole() => Classes.ForAll(rows => Check([.. AllMetrics.Labels(3), .. AllMetrics.Probabilities(), .. AllMetrics.Binary()], Set(rows)));

    [Fact]
    public void Values_WeightTwo_IsRowTwice() => Numbers.ForAll(rows => CheckWeights(AllMetrics.Values(), Set(rows)));

    [Fact]
    public void Classes_WeightTwo_IsRowTwice() => Classes.ForAll(rows => CheckWeights([.. AllMetrics.Labels(3), .. AllMetrics.Probabilities(), .. AllMetrics.Binary()], Set(rows)));

    private static void Check(IEnumerable<IMetric> metrics, PredictionSet set)
    {
        foreach (IMetric metric in metrics)
        {
            IMetric left = metric.New(), right = metric.New();
            for (int i = set.Count - 1; i >= 0; i--)
            {
                (i % 3 == 0 ? left : right).Add(set[i]);
            }

            left.Merge(right);
            Same(set.Score(metric), left.Result());
        }
    }

    private static void CheckWeights(IEnumerable<IMetric> metrics, PredictionSet set)
    {
        foreach (IMetric metric in metrics)
        {
            IMetric weighted = metric.New(), repeated = metric.New();
            for (int i = 0; i < set.Count; i++)
            {
                Outcome o = set[i];
                weighted.Add(new Outcome { Label = o.Label, Predicted = o.Predicted, Probabilities = o.Probabilities, Truth = o.Truth, Value = o.Value, Weight = i % 3 });
                for (int k = 0; k < i % 3; k++)
                {
                    repeated.Add(o);
                }
            }

            Score a = repeated.Result(), b = weighted.Result();
            if (a.Count > 1 && b.Count > 1)
            {
                Assert.True(Near(a.Value, b.Value), $"{metric.Signature}: {a.Value:R} repeated, {b.Value:R} weighted");
            }
        }
    }

    private static void Same(Score whole, Score merged)
    {
        Assert.True(Near(whole.Value, merged.Value), $"{whole.Signature}: {whole.Value:R} whole, {merged.Value:R} merged");
        Assert.Equal((whole.Count, whole.Undefined), (merged.Count, merged.Undefined));
    }

    private static bool Near(double a, double b) => a.Equals(b) || Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(b)));

    private static PredictionSet Set((double Truth, double Value)[] rows) => PredictionSet.OfValues(rows.Select(r => r.Truth).ToArray(), rows.Select(r => r.Value).ToArray());

    private static PredictionSet Set((int Label, double[] P)[] rows) =>
        PredictionSet.OfProbabilities(ClassLabels.Numbered(3), rows.Select(r => r.Label).ToArray(), rows.SelectMany(r => r.P).ToArray());
}
