namespace AiInfra.Evaluation.Metrics;

/// <summary>A metric of the probabilities of all classes.</summary>
public abstract class ProbabilityMetric(string name, bool higherIsBetter, string options = "") : Metric(name, higherIsBetter, options)
{
    /// <inheritdoc />
    public sealed override MetricInput Input => MetricInput.Probabilities;

    /// <inheritdoc />
    public sealed override void Add(in Outcome outcome) => Add(outcome.Label, outcome.Probabilities, outcome.Weight);

    /// <summary>Adds one row.</summary>
    /// <param name="label">True class, an index into the probabilities.</param>
    /// <param name="probabilities">Probability of each class, two or more.</param>
    /// <param name="weight">How much the row counts.</param>
    /// <exception cref="ArgumentException">A probability is outside [0, 1], the class has none, or the weight is negative.</exception>
    public void Add(int label, ReadOnlySpan<double> probabilities, double weight = 1)
    {
        if (label < 0 || label >= probabilities.Length || probabilities.Length < 2)
        {
            throw new ArgumentException($"{Name} needs a probability for each class, two or more; row {Count} has {probabilities.Length} and the true class {label}.", nameof(label));
        }

        double sum = 0;
        for (int k = 0; k < probabilities.Length; k++)
        {
            if (!(probabilities[k] >= 0 && probabilities[k] <= 1))
            {
                throw new ArgumentException($"The probability of class {k} of row {Count} is {probabilities[k]}; it must be between 0 and 1.", nameof(probabilities));
            }

            sum += probabilities[k];
        }

        if (sum == 0)
        {
            throw new ArgumentException($"All probabilities of row {Count} are 0.", nameof(probabilities));
        }

        if (Counts(weight))
        {
            Accumulate(label, probabilities, weight);
        }
    }

    /// <summary>Adds one row: probabilities in [0, 1], a weight above 0.</summary>
    protected abstract void Accumulate(int label, ReadOnlySpan<double> probabilities, double weight);

    /// <summary>The score of columns; the probabilities row by row.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1], a class outside the set or a weight negative; the message names the first index.</exception>
    protected static Score Over(ProbabilityMetric metric, ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (probabilities.Length != truth.Length * classes)
        {
            throw new ArgumentException($"{truth.Length} rows of {classes} classes need {truth.Length * classes} probabilities; there are {probabilities.Length}.", nameof(probabilities));
        }

        Guard.Columns(truth.Length, truth.Length, nameof(truth), weights);
        Guard.Labels(truth, nameof(truth), classes);
        Guard.Probability(probabilities, nameof(probabilities));
        for (int i = 0; i < truth.Length; i++)
        {
            metric.Add(truth[i], probabilities.Slice(i * classes, classes), weights.IsEmpty ? 1 : weights[i]);
        }

        return metric.Result();
    }

    /// <summary>The score of a positive class's probabilities.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1] or a weight negative; the message names the first index.</exception>
    protected static Score Over(ProbabilityMetric metric, ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(metric);
        Guard.Columns(truth.Length, probabilities.Length, nameof(probabilities), weights);
        Guard.Probability(probabilities, nameof(probabilities));
        Span<double> both = stackalloc double[2];
        for (int i = 0; i < truth.Length; i++)
        {
            both[1] = probabilities[i];
            both[0] = 1 - probabilities[i];
            metric.Add(truth[i] ? 1 : 0, both, weights.IsEmpty ? 1 : weights[i]);
        }

        return metric.Result();
    }
}
