namespace AiInfra.Metrics.Classification;

/// <summary>A metric of predicted classes: a formula over the confusion matrix.</summary>
/// <param name="name">Name in camel case.</param>
/// <param name="higherIsBetter">Whether more is better.</param>
/// <param name="classes">Size of the label set; 0 lets it grow with the classes seen, and averages run over those.</param>
/// <param name="options">Options that change the value.</param>
public abstract class LabelMetric(string name, bool higherIsBetter, int classes = 0, string options = "") : Metric(name, higherIsBetter, options)
{
    /// <inheritdoc />
    public sealed override MetricInput Input => MetricInput.Labels;

    /// <summary>Size of the label set that was given, 0 when it grows.</summary>
    protected int Classes { get; } = classes;

    /// <summary>What was seen.</summary>
    protected ConfusionMatrix Matrix { get; } = new(classes);

    /// <inheritdoc />
    public sealed override void Add(in Outcome outcome) => Add(outcome.Label, outcome.Predicted, outcome.Weight);

    /// <summary>Adds one row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A class is outside the label set, or the weight is negative.</exception>
    public void Add(int label, int predicted, double weight = 1)
    {
        Matrix.Check(label, nameof(label));
        Matrix.Check(predicted, nameof(predicted));
        if (Counts(weight))
        {
            Matrix.Add(label, predicted, weight);
        }
    }

    /// <summary>Adds rows.</summary>
    /// <param name="truth">True classes.</param>
    /// <param name="predicted">Predicted classes.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, a class is outside the label set or a weight negative; the message names the first index. Nothing is added then.</exception>
    public void AddBatch(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, ReadOnlySpan<double> weights = default)
    {
        Matrix.AddBatch(truth, predicted, weights);
        CountRows(truth.Length, weights);
    }

    /// <inheritdoc />
    protected sealed override void MergeFrom(Metric other) => Matrix.Merge(((LabelMetric)other).Matrix);

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a class is outside the label set or a weight negative; the message names the first index.</exception>
    protected static Score Over(LabelMetric metric, ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(metric);
        Guard.Columns(truth.Length, predicted.Length, nameof(predicted), weights);
        metric.AddBatch(truth, predicted, weights);
        return metric.Result();
    }
}
