using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Tests.Metrics;

namespace AiInfra.Evaluation.Tests.Predictions;

/// <summary>A set scores in blocks what it would score row by row.</summary>
public class RowBatchesTests
{
    [Theory]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(4, true)]
    public void Score_ChosenRows_EqualsRowByRow(int classes, bool weighted)
    {
        var random = new Random(classes);
        const int rows = 1700;
        double[] p = [.. Enumerable.Range(0, rows).SelectMany(_ => Probabilities(random, classes))], weights = weighted ? [.. Enumerable.Range(0, rows).Select(_ => (double)random.Next(0, 4))] : [];
        PredictionSet set = PredictionSet.OfProbabilities(new ClassLabels(Enumerable.Range(0, classes).Select(c => $"c{c}")), [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes))], p, weights);
        int[] chosen = [.. Enumerable.Range(0, 2000).Select(_ => random.Next(rows))], all = [.. Enumerable.Range(0, rows)];
        foreach (IMetric metric in (IMetric[])[.. AllMetrics.Labels(classes), .. AllMetrics.Probabilities(), .. classes == 2 ? [new RocAuc(), new AveragePrecision()] : new IMetric[] { new RocAuc(2) }])
        {
            foreach (int[] taken in new[] { chosen, all, [3] })
            {
                IMetric single = metric.New();
                foreach (int row in taken)
                {
                    single.Add(set[row]);
                }

                Score expected = single.Result(), found = set.Score(metric, taken);
                Assert.True(expected.Value.Equals(found.Value) || Math.Abs(expected.Value - found.Value) <= 1e-12 * Math.Max(1, Math.Abs(expected.Value)), $"{metric.Signature}: rows {expected.Value:R}, blocks {found.Value:R}");
                Assert.Equal((expected.Count, expected.Undefined), (found.Count, found.Undefined));
            }
        }
    }

    [Fact]
    public void Score_UnnamedPositiveOfThree_SaysWhichRow() => Assert.Contains(
        "Name the positive class",
        Assert.Throws<ArgumentException>(() => PredictionSet.OfProbabilities(new ClassLabels(["a", "b", "c"]), [0], [0.2, 0.3, 0.5]).Score(new RocAuc())).Message,
        StringComparison.Ordinal);

    private static double[] Probabilities(Random random, int classes)
    {
        double[] parts = [.. Enumerable.Range(0, classes).Select(_ => random.NextDouble() + 0.01)];
        double sum = parts.Sum();
        return [.. parts.Select(v => v / sum)];
    }
}
