using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Clustering;
using AiInfra.Metrics.Multilabel;
using AiInfra.Metrics.Ranking;
using AiInfra.Metrics.Regression;
using AiInfra.Metrics.Text;
using AiInfra.Metrics.Uncertainty;

namespace AiInfra.Metrics.Tests.Families;

/// <summary>Rows that every metric takes, drawn from a seed.</summary>
internal sealed class LawRows
{
    private const int Classes = 3;
    private readonly Row[] _rows;

    private LawRows(IEnumerable<Row> rows) => _rows = [.. rows];

    public int Count => _rows.Length;

    /// <summary>A new one of each metric that reads rows, or texts.</summary>
    public static ScoredMetric[] Takers() => [.. EveryMetricTests.All().Where(m => m is Metric or MultilabelMetric or ClusterMetric or UncertaintyMetric or RankingMetric or TextMetric)];

    public static LawRows Drawn(int count, int seed, params double[] weights)
    {
        var random = new Random(seed);
        int ties = random.Next(2, 40);
        double Number() => (random.Next(ties) + 1) / 4.0;
        return new(Enumerable.Range(0, count).Select(_ =>
        {
            int[] parts = [random.Next(1, 9), random.Next(1, 9), random.Next(1, 9)];
            return new Row(
                random.Next(Classes),
                random.Next(Classes),
                [.. parts.Select(p => p / (double)parts.Sum())],
                Number(),
                Number(),
                [random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0],
                [random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0],
                weights[random.Next(weights.Length)]);
        }));
    }

    /// <summary>One row as often as asked for: one class, constant numbers.</summary>
    public static LawRows Constant(int count, int label, int predicted, double truth, double value)
    {
        double[] probabilities = [.. Enumerable.Range(0, Classes).Select(c => c == predicted ? 0.5 : 0.25)];
        bool[] labels = [.. Enumerable.Range(0, Classes).Select(c => c == label)], marks = [.. Enumerable.Range(0, Classes).Select(c => c == predicted)];
        return new(Enumerable.Repeat(new Row(label, predicted, probabilities, truth, value, labels, marks, 1), count));
    }

    public LawRows At(IEnumerable<int> rows) => new(rows.Select(i => _rows[i]));

    /// <summary>Each row as often as it weighs, with weights of 1.</summary>
    public LawRows Repeated() => new(_rows.SelectMany(r => Enumerable.Repeat(r with { Weight = 1 }, (int)r.Weight)));

    /// <summary>Gives all rows to a metric as a batch, or one by one where it takes no batches.</summary>
    public void GiveTo(ScoredMetric metric)
    {
        double[] weights = [.. _rows.Select(r => r.Weight)], truth = [.. _rows.Select(r => r.Truth)], values = [.. _rows.Select(r => r.Value)];
        int[] labels = [.. _rows.Select(r => r.Label)], predicted = [.. _rows.Select(r => r.Predicted)];
        switch (metric)
        {
            case LabelMetric m:
                m.AddBatch(labels, predicted, weights);
                break;
            case ProbabilityMetric m:
                m.AddBatch(labels, [.. _rows.SelectMany(r => r.Probabilities)], Classes, weights);
                break;
            case ScoreMetric m:
                m.AddBatch([.. labels.Select(l => l == 1)], [.. _rows.Select(r => r.Probabilities[1])], weights);
                break;
            case ValueMetric m:
                m.AddBatch(truth, values, weights);
                break;
            case LabelSetMetric m:
                m.AddBatch(Matrix(r => r.Labels), Matrix(r => r.Marks), weights);
                break;
            case LabelScoreMetric m:
                m.AddBatch(Matrix(r => r.Labels), [.. _rows.SelectMany(r => r.Probabilities)], weights);
                break;
            case ClusterMetric m:
                m.AddBatch(labels, predicted, weights);
                break;
            case IntervalMetric m:
                m.AddBatch(truth, values, [.. values.Select(v => v + 2)], weights);
                break;
            case DistributionMetric m:
                m.AddBatch(truth, [.. _rows.SelectMany(r => (double[])[r.Value, r.Truth])], weights);
                break;
            case RankingMetric m:
                foreach (Row row in _rows.Where(r => r.Weight > 0))
                {
                    m.Add([.. row.Labels.Select(l => l ? 1.0 : 0)], row.Probabilities, row.Weight);
                }

                break;
            case IMetric m:
                foreach (Row row in _rows)
                {
                    m.Add(new Outcome { Label = row.Label, Predicted = row.Predicted, Probabilities = row.Probabilities, Truth = row.Truth, Value = row.Value, Weight = row.Weight });
                }

                break;
            default:
                throw new InvalidOperationException($"Say here how rows are given to {metric.GetType().Name}.");
        }
    }

    private LabelMatrix Matrix(Func<Row, bool[]> labels) => new([.. _rows.SelectMany(labels)], Classes);

    private sealed record Row(int Label, int Predicted, double[] Probabilities, double Truth, double Value, bool[] Labels, bool[] Marks, double Weight);
}
