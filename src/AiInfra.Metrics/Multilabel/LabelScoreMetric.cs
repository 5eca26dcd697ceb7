namespace AiInfra.Metrics.Multilabel;

/// <summary>A metric of scores for each label.</summary>
/// <param name="name">Name in camel case.</param>
/// <param name="higherIsBetter">Whether more is better.</param>
/// <param name="options">Options that change the value.</param>
public abstract class LabelScoreMetric(string name, bool higherIsBetter, string options = "") : MultilabelMetric(name, higherIsBetter, options)
{
    /// <summary>Adds one row.</summary>
    /// <param name="truth">Which labels it has.</param>
    /// <param name="scores">The score of each label, on any scale; more is more likely.</param>
    /// <param name="weight">How much it counts.</param>
    /// <exception cref="ArgumentException">Lengths differ, also from earlier rows, a score is not finite, or the weight is negative.</exception>
    public void Add(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, double weight = 1)
    {
        Guard.Finite(scores, nameof(scores));
        if (Counts(truth.Length, scores.Length, nameof(scores), weight))
        {
            Accumulate(truth, scores, weight);
        }
    }

    /// <summary>Adds rows.</summary>
    /// <param name="truth">Which labels the rows have.</param>
    /// <param name="scores">[row, label], row by row.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">Sizes differ, a score is not finite, or a weight is negative; the message names the first index. Nothing is added then.</exception>
    public void AddBatch(LabelMatrix truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(truth);
        if (scores.Length != truth.Cells.Length)
        {
            throw new ArgumentException($"{truth.Rows} rows of {truth.Labels} labels need {truth.Cells.Length} scores; there are {scores.Length}.", nameof(scores));
        }

        Check(truth, truth.Rows, truth.Labels, nameof(scores), weights);
        Guard.Finite(scores, nameof(scores));
        for (int i = 0; i < truth.Rows; i++)
        {
            Add(truth[i], scores.Slice(i * truth.Labels, truth.Labels), weights.IsEmpty ? 1 : weights[i]);
        }
    }

    /// <summary>Adds one row that was checked, of a weight above 0.</summary>
    protected abstract void Accumulate(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, double weight);

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Sizes differ, there is no row, a score is not finite, or a weight is negative; the message names the first index.</exception>
    protected static Score Over(LabelScoreMetric metric, LabelMatrix truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(truth);
        Guard.Columns(truth.Rows, truth.Rows, nameof(truth), weights);
        metric.AddBatch(truth, scores, weights);
        return metric.Result();
    }
}
