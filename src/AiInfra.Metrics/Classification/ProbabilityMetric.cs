namespace AiInfra.Metrics.Classification;

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

        if (NeedsSum ? Math.Abs(sum - 1) > Guard.SumTolerance : sum == 0)
        {
            throw new ArgumentException($"The probabilities of row {Count} sum to {sum}; {(NeedsSum ? "those of all classes sum to 1" : "one must be above 0")}.", nameof(probabilities));
        }

        if (Weighs(weight))
        {
            Accumulate(label, probabilities, weight);
            CountRows(1, default);
        }
    }

    /// <summary>Adds rows.</summary>
    /// <param name="truth">True classes.</param>
    /// <param name="probabilities">Probability of each class, [row, class], row by row.</param>
    /// <param name="classes">Number of classes, two or more.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, a probability is outside [0, 1], a row does not sum to 1, a class is outside the set or a weight negative; the message names the first index. Nothing is added then.</exception>
    public void AddBatch(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (probabilities.Length != (long)truth.Length * classes)
        {
            throw new ArgumentException($"{truth.Length} rows of {classes} classes need {(long)truth.Length * classes} probabilities; there are {probabilities.Length}.", nameof(probabilities));
        }

        Guard.Batch(truth.Length, truth.Length, nameof(truth), weights);
        Guard.Labels(truth, nameof(truth), classes);
        Guard.Rows(probabilities, nameof(probabilities), classes, NeedsSum);
        AccumulateBatch(truth, probabilities, classes, weights);
        CountRows(truth.Length, weights);
    }

    /// <summary>Adds rows of two classes.</summary>
    /// <param name="truth">Whether the row is of the second class, the positive one.</param>
    /// <param name="probabilities">Probability of the second class.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, a probability is outside [0, 1] or a weight negative; the message names the first index. Nothing is added then.</exception>
    public void AddBatch(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default)
    {
        Guard.Batch(truth.Length, probabilities.Length, nameof(probabilities), weights);
        Guard.Probability(probabilities, nameof(probabilities));
        AccumulateBatch(truth, probabilities, weights);
        CountRows(truth.Length, weights);
    }

    /// <summary>Whether the probabilities of a row must sum to 1 (give or take 0.002). Where only their order counts they need not.</summary>
    protected virtual bool NeedsSum => true;

    /// <summary>Adds one row: probabilities in [0, 1], a weight above 0.</summary>
    protected abstract void Accumulate(int label, ReadOnlySpan<double> probabilities, double weight);

    /// <summary>Adds rows that were checked; weights are zero or more, or none when all are 1.</summary>
    protected virtual void AccumulateBatch(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if (weights.IsEmpty || weights[i] > 0)
            {
                Accumulate(labels[i], probabilities.Slice(i * classes, classes), weights.IsEmpty ? 1 : weights[i]);
            }
        }
    }

    /// <summary>Adds rows of two classes that were checked; weights are zero or more, or none when all are 1.</summary>
    protected virtual void AccumulateBatch(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights)
    {
        Span<double> both = stackalloc double[2];
        for (int i = 0; i < truth.Length; i++)
        {
            if (weights.IsEmpty || weights[i] > 0)
            {
                both[1] = probabilities[i];
                both[0] = 1 - probabilities[i];
                Accumulate(truth[i] ? 1 : 0, both, weights.IsEmpty ? 1 : weights[i]);
            }
        }
    }

    /// <summary>The score of columns; the probabilities row by row.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1], a class outside the set or a weight negative; the message names the first index.</exception>
    protected static Score Over(ProbabilityMetric metric, ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(metric);
        Guard.Columns(truth.Length, truth.Length, nameof(truth), weights);
        metric.AddBatch(truth, probabilities, classes, weights);
        return metric.Result();
    }

    /// <summary>The score of a positive class's probabilities.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1] or a weight negative; the message names the first index.</exception>
    protected static Score Over(ProbabilityMetric metric, ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(metric);
        Guard.Columns(truth.Length, probabilities.Length, nameof(probabilities), weights);
        metric.AddBatch(truth, probabilities, weights);
        return metric.Result();
    }
}
