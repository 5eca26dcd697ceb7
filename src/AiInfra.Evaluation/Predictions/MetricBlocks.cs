using System.Buffers;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;

namespace AiInfra.Evaluation.Predictions;

/// <summary>Adds rows of a set to a metric in blocks of columns: faster than row by row, and the same but for the last bits of a mean.</summary>
internal static class MetricBlocks
{
    private const int Block = 512;

    /// <summary>All rows, as they stand.</summary>
    public static void Add(PredictionSet set, IMetric metric)
    {
        for (int start = 0; start < set.Count; start += Block)
        {
            int count = Math.Min(Block, set.Count - start);
            ReadOnlySpan<double> weights = set.IsWeighted ? set.Weights.Slice(start, count) : default;
            switch (metric)
            {
                case LabelMetric labels:
                    labels.AddBatch(set.Labels.Slice(start, count), set.Predicted.Slice(start, count), weights);
                    break;
                case ScoreMetric scores:
                    AddScores(scores, set.Labels.Slice(start, count), Probabilities(set, start, count), set.Classes!.Count, weights);
                    break;
                case ProbabilityMetric probabilities:
                    probabilities.AddBatch(set.Labels.Slice(start, count), Probabilities(set, start, count), set.Classes!.Count, weights);
                    break;
                default:
                    // Metrics of numbers read row by row in a batch too.
                    for (int row = start; row < start + count; row++)
                    {
                        metric.Add(set[row]);
                    }

                    break;
            }
        }
    }

    /// <summary>Chosen rows, which are gathered block by block.</summary>
    public static void Add(PredictionSet set, IMetric metric, ReadOnlySpan<int> rows)
    {
        for (int start = 0; start < rows.Length; start += Block)
        {
            AddBlock(set, metric, rows.Slice(start, Math.Min(Block, rows.Length - start)));
        }
    }

    private static void AddBlock(PredictionSet set, IMetric metric, ReadOnlySpan<int> rows)
    {
        Span<double> weightRoom = stackalloc double[Block];
        Span<int> truth = stackalloc int[Block];
        ReadOnlySpan<double> weights = set.IsWeighted ? Gather(set.Weights, rows, weightRoom) : default;
        switch (metric)
        {
            case LabelMetric labels:
                Span<int> predicted = stackalloc int[Block];
                labels.AddBatch(Gather(set.Labels, rows, truth), Gather(set.Predicted, rows, predicted), weights);
                break;
            case ScoreMetric or ProbabilityMetric:
                AddProbabilities(set, metric, rows, Gather(set.Labels, rows, truth), weights);
                break;
            default:
                // Metrics of numbers read row by row in a batch too.
                foreach (int row in rows)
                {
                    metric.Add(set[row]);
                }

                break;
        }
    }

    private static void AddProbabilities(PredictionSet set, IMetric metric, ReadOnlySpan<int> rows, ReadOnlySpan<int> truth, ReadOnlySpan<double> weights)
    {
        int classes = set.Classes!.Count;
        double[] room = ArrayPool<double>.Shared.Rent(rows.Length * classes);
        try
        {
            Span<double> probabilities = room.AsSpan(0, rows.Length * classes);
            for (int i = 0; i < rows.Length; i++)
            {
                set.Probabilities.Slice(rows[i] * classes, classes).CopyTo(probabilities[(i * classes)..]);
            }

            if (metric is ScoreMetric scores)
            {
                AddScores(scores, truth, probabilities, classes, weights);
            }
            else
            {
                ((ProbabilityMetric)metric).AddBatch(truth, probabilities, classes, weights);
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(room);
        }
    }

    private static void AddScores(ScoreMetric metric, ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights)
    {
        int positive = metric.PositiveOf(classes, nameof(metric));
        Span<bool> truth = stackalloc bool[Block];
        Span<double> scores = stackalloc double[Block];
        for (int i = 0; i < labels.Length; i++)
        {
            truth[i] = labels[i] == positive;
            scores[i] = probabilities[(i * classes) + positive];
        }

        metric.AddBatch(truth[..labels.Length], scores[..labels.Length], weights);
    }

    private static ReadOnlySpan<double> Probabilities(PredictionSet set, int start, int count) => set.Probabilities.Slice(start * set.Classes!.Count, count * set.Classes!.Count);

    private static ReadOnlySpan<T> Gather<T>(ReadOnlySpan<T> column, ReadOnlySpan<int> rows, Span<T> room)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            room[i] = column[rows[i]];
        }

        return room[..rows.Length];
    }
}
