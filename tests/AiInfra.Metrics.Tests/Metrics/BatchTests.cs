using AiInfra.Laws;
using AiInfra.Metrics.Calibration;
using AiInfra.Metrics.Classification;
using CsCheck;

namespace AiInfra.Metrics.Tests.Metrics;

/// <summary>Batches over spans are the same as rows one by one, and as columns at once.</summary>
public class BatchTests
{
    private static readonly Gen<(int Label, int[] Parts, int Predicted, int Weight)[]> Rows =
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 6].Array[3], Gen.Int[0, 2], Gen.Int[0, 3]).Array[1, 200].Where(r => r.Any(x => x.Item4 > 0));

    [Fact]
    public void Classes_InBatches_EqualRows() => Gen.Select(Rows, Gen.Int[1, 90], Gen.Bool).ForAll((rows, size, weighted) =>
    {
        double[] p = [.. rows.SelectMany(r => r.Parts.Select(v => v / (double)r.Parts.Sum()))];
        int[] labels = [.. rows.Select(r => r.Label)], predicted = [.. rows.Select(r => r.Predicted)];
        bool[] truth = [.. labels.Select(l => l == 1)];
        double[] scores = [.. Enumerable.Range(0, rows.Length).Select(i => p[(i * 3) + 1])], weights = weighted ? [.. rows.Select(r => (double)r.Weight)] : [];
        foreach (IMetric metric in (IMetric[])[.. AllMetrics.Labels(3), .. AllMetrics.Labels(0), .. AllMetrics.Probabilities(), .. AllMetrics.Binary()])
        {
            IMetric batched = metric.New(), single = metric.New();
            for (int start = 0; start < rows.Length; start += size)
            {
                int n = Math.Min(size, rows.Length - start);
                ReadOnlySpan<double> w = weighted ? weights.AsSpan(start, n) : default;
                switch (batched)
                {
                    case LabelMetric m: m.AddBatch(labels.AsSpan(start, n), predicted.AsSpan(start, n), w); break;
                    case ProbabilityMetric m: m.AddBatch(labels.AsSpan(start, n), p.AsSpan(start * 3, n * 3), 3, w); break;
                    case ScoreMetric m: m.AddBatch(truth.AsSpan(start, n), scores.AsSpan(start, n), w); break;
                }
            }

            for (int i = 0; i < rows.Length; i++)
            {
                single.Add(new Outcome { Label = labels[i], Predicted = predicted[i], Probabilities = p.AsSpan(i * 3, 3), Weight = weighted ? weights[i] : 1 });
            }

            Score a = single.Result(), b = batched.Result();
            Assert.True(a.Value.Equals(b.Value) || Math.Abs(a.Value - b.Value) < 1e-12, $"{a.Signature}: rows {a.Value:R}, batches {b.Value:R}");
            Assert.Equal((a.Count, a.Undefined), (b.Count, b.Undefined));
            Assert.Equal(a.Interval?.Low ?? 0, b.Interval?.Low ?? 0, 1e-9);
        }
    }, count: 60);

    [Fact]
    public void TwoClasses_InBatches_EqualRows() => Gen.Select(Gen.Bool, Gen.Double[0, 1]).Array[1, 1500].ForAll(rows =>
    {
        bool[] truth = [.. rows.Select(r => r.Item1)];
        double[] p = [.. rows.Select(r => r.Item2)];
        foreach (ProbabilityMetric metric in new ProbabilityMetric[] { new LogLoss(), new BrierScore(), new ExpectedCalibrationError() })
        {
            var batched = (ProbabilityMetric)metric.New();
            batched.AddBatch(truth, p);
            var single = (ProbabilityMetric)metric.New();
            for (int i = 0; i < rows.Length; i++)
            {
                single.Add(truth[i] ? 1 : 0, [1 - p[i], p[i]]);
            }

            Assert.Equal(single.Result().Value, batched.Result().Value, 1e-12);
            Assert.Equal(single.Result().Interval?.High ?? 0, batched.Result().Interval?.High ?? 0, 1e-10);
        }
    }, count: 30);

    [Fact]
    public void AddBatch_BadRow_NothingIsAdded()
    {
        var metric = new RocAuc();
        metric.AddBatch([true, false], [0.7, 0.2]);
        Assert.Throws<ArgumentException>(() => metric.AddBatch([true, false], [0.1, double.NaN]));
        Assert.Equal((2, 1.0), (metric.Result().Count, metric.Result().Value));
        var labels = new Accuracy(2);
        Assert.Throws<ArgumentException>(() => labels.AddBatch([0, 1], [0, 2]));
        Assert.Equal(0, labels.Count);
    }

    [Fact]
    public void AddBatch_Empty_IsNothing()
    {
        var metric = new LogLoss();
        metric.AddBatch([], [], 3);
        Assert.Equal(0, metric.Result().Count);
    }

    [Fact]
    public void AddBatch_AllWeightsZero_IsNothing()
    {
        var metric = new LogLoss();
        metric.AddBatch([true], [0.5], [0]);
        metric.AddBatch([true], [0.5]);
        Assert.Equal((1, Math.Log(2)), (metric.Result().Count, metric.Result().Value));
    }
}
