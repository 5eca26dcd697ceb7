namespace AiInfra.Metrics.Classification;

/// <summary>A metric of scores for one positive class against the rest.</summary>
/// <param name="name">Name in camel case.</param>
/// <param name="higherIsBetter">Whether more is better.</param>
/// <param name="positive">The positive class, an index into the label set; -1 for the second of two.</param>
/// <param name="options">Options that change the value.</param>
public abstract class ScoreMetric(string name, bool higherIsBetter, int positive = -1, string options = "")
    : Metric(name, higherIsBetter, positive < 0 ? options : $"positive:{positive}{(options.Length == 0 ? "" : "|")}{options}")
{
    /// <inheritdoc />
    public sealed override MetricInput Input => MetricInput.Probabilities;

    /// <summary>The positive class as given; -1 for the second of two.</summary>
    protected int Positive { get; } = positive;

    /// <inheritdoc />
    public sealed override void Add(in Outcome outcome)
    {
        int positive = PositiveOf(outcome.Probabilities.Length, nameof(outcome));
        Add(outcome.Label == positive, outcome.Probabilities[positive], outcome.Weight);
    }

    /// <summary>Adds one row.</summary>
    /// <exception cref="ArgumentException">The score is not finite, or the weight negative.</exception>
    public void Add(bool positive, double score, double weight = 1)
    {
        if (!double.IsFinite(score))
        {
            throw new ArgumentException($"The score of row {Count} is {score}; a finite number is needed.", nameof(score));
        }

        if (Weighs(weight))
        {
            Accumulate(positive, score, weight);
            CountRows(1, default);
        }
    }

    /// <summary>Adds rows.</summary>
    /// <param name="truth">Whether the row is positive.</param>
    /// <param name="scores">Its score.</param>
    /// <param name="weights">How much it counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, a score is not finite or a weight negative; the message names the first index. Nothing is added then.</exception>
    public void AddBatch(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        Guard.Batch(truth.Length, scores.Length, nameof(scores), weights);
        Guard.Finite(scores, nameof(scores));
        CheckScores(scores);
        AccumulateBatch(truth, scores, weights);
        CountRows(truth.Length, weights);
    }

    /// <summary>The positive class among so many.</summary>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="parameter">The argument that an exception names.</param>
    /// <exception cref="ArgumentException">It is not among them, or there are more than two and none was named.</exception>
    public int PositiveOf(int classes, string parameter) => Positive < classes && (Positive >= 0 || classes == 2)
        ? (Positive < 0 ? 1 : Positive)
        : throw new ArgumentException($"{Name} scores one class; row {Count} has {classes} probabilities. Name the positive class where there are more than two.", parameter);

    /// <summary>Adds one row: a finite score, a weight above 0.</summary>
    protected abstract void Accumulate(bool positive, double score, double weight);

    /// <summary>Adds rows: finite scores, weights of zero or more, or none when all are 1.</summary>
    protected virtual void AccumulateBatch(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        for (int i = 0; i < truth.Length; i++)
        {
            if (weights.IsEmpty || weights[i] > 0)
            {
                Accumulate(truth[i], scores[i], weights.IsEmpty ? 1 : weights[i]);
            }
        }
    }

    /// <summary>Further needs of a batch's scores, before any of it is added.</summary>
    /// <exception cref="ArgumentException">A score is not what the metric needs; the message names the first index.</exception>
    protected virtual void CheckScores(ReadOnlySpan<double> scores)
    {
    }

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a score is not finite or a weight negative; the message names the first index.</exception>
    protected static Score Over(ScoreMetric metric, ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        ArgumentNullException.ThrowIfNull(metric);
        Guard.Columns(truth.Length, scores.Length, nameof(scores), weights);
        metric.AddBatch(truth, scores, weights);
        return metric.Result();
    }
}
