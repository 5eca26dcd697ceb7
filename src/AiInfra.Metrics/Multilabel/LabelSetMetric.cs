namespace AiInfra.Metrics.Multilabel;

/// <summary>A metric of predicted label sets.</summary>
/// <param name="name">Name in camel case.</param>
/// <param name="higherIsBetter">Whether more is better.</param>
/// <param name="options">Options that change the value.</param>
public abstract class LabelSetMetric(string name, bool higherIsBetter, string options = "") : MultilabelMetric(name, higherIsBetter, options)
{
    /// <summary>Adds one row.</summary>
    /// <param name="truth">Which labels it has.</param>
    /// <param name="predicted">Which were predicted.</param>
    /// <param name="weight">How much it counts.</param>
    /// <exception cref="ArgumentException">Lengths differ, also from earlier rows, or the weight is negative.</exception>
    public void Add(ReadOnlySpan<bool> truth, ReadOnlySpan<bool> predicted, double weight = 1)
    {
        if (Counts(truth.Length, predicted.Length, nameof(predicted), weight))
        {
            Accumulate(truth, predicted, weight);
        }
    }

    /// <summary>Adds rows.</summary>
    /// <exception cref="ArgumentException">Sizes differ, or a weight is negative; the message names the first index. Nothing is added then.</exception>
    public void AddBatch(LabelMatrix truth, LabelMatrix predicted, ReadOnlySpan<double> weights = default)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        Check(truth, predicted.Rows, predicted.Labels, nameof(predicted), weights);
        for (int i = 0; i < truth.Rows; i++)
        {
            Add(truth[i], predicted[i], weights.IsEmpty ? 1 : weights[i]);
        }
    }

    /// <summary>Adds one row that was checked, of a weight above 0.</summary>
    protected abstract void Accumulate(ReadOnlySpan<bool> truth, ReadOnlySpan<bool> predicted, double weight);

    /// <summary>The score of matrices.</summary>
    /// <exception cref="ArgumentException">Sizes differ, there is no row, or a weight is negative; the message names the first index.</exception>
    protected static Score Over(LabelSetMetric metric, LabelMatrix truth, LabelMatrix predicted, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        Guard.Columns(truth.Rows, predicted.Rows, nameof(predicted), weights);
        metric.AddBatch(truth, predicted, weights);
        return metric.Result();
    }
}
