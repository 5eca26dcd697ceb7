using System.Globalization;

namespace AiInfra.Metrics.Regression;

/// <summary>A metric of predicted numbers.</summary>
public abstract class ValueMetric(string name, bool higherIsBetter, string options = "") : Metric(name, higherIsBetter, options)
{
    /// <inheritdoc />
    public sealed override MetricInput Input => MetricInput.Values;

    /// <inheritdoc />
    public sealed override void Add(in Outcome outcome) => Add(outcome.Truth, outcome.Value, outcome.Weight);

    /// <summary>Adds one row.</summary>
    /// <exception cref="ArgumentException">A number is not finite, or the weight is negative.</exception>
    public void Add(double truth, double value, double weight = 1)
    {
        if (!double.IsFinite(truth) || !double.IsFinite(value))
        {
            string which = double.IsFinite(truth) ? nameof(value) : nameof(truth);
            throw new ArgumentException($"The {which} of row {Count} is {(double.IsFinite(truth) ? value : truth)}; a finite number is needed.", which);
        }

        if (Objection(truth, value) is { } objection)
        {
            string which = objection.OfTruth ? nameof(truth) : nameof(value);
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The {which} of row {Count} is {(objection.OfTruth ? truth : value)}; {objection.Need}"), which);
        }

        if (Weighs(weight))
        {
            Accumulate(truth, value, weight);
            CountRows(1, default);
        }
    }

    /// <summary>Adds rows.</summary>
    /// <param name="truth">True numbers.</param>
    /// <param name="predicted">Predicted numbers.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, a number is not finite or a weight negative; the message names the first index. Nothing is added then.</exception>
    public void AddBatch(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        Guard.Batch(truth.Length, predicted.Length, nameof(predicted), weights);
        Guard.Finite(truth, nameof(truth));
        Guard.Finite(predicted, nameof(predicted));
        for (int i = 0; i < truth.Length; i++)
        {
            if (Objection(truth[i], predicted[i]) is { } objection)
            {
                string which = objection.OfTruth ? nameof(truth) : nameof(predicted);
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{which}[{i}] is {(objection.OfTruth ? truth[i] : predicted[i])}; {objection.Need}"), which);
            }
        }

        for (int i = 0; i < truth.Length; i++)
        {
            Add(truth[i], predicted[i], weights.IsEmpty ? 1 : weights[i]);
        }
    }

    /// <summary>What is wrong with the finite numbers of a row, before any of a batch is added: whether it is the truth or the prediction, and what is needed, as the end of a sentence. Null when nothing is.</summary>
    protected virtual (bool OfTruth, string Need)? Objection(double truth, double value) => null;

    /// <summary>Adds one row: finite numbers that nothing is wrong with, a weight above 0.</summary>
    protected abstract void Accumulate(double truth, double value, double weight);

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    protected static Score Over(ValueMetric metric, ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(metric);
        Guard.Columns(truth.Length, predicted.Length, nameof(predicted), weights);
        metric.AddBatch(truth, predicted, weights);
        return metric.Result();
    }
}
