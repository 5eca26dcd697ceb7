namespace AiInfra.Metrics.Uncertainty;

/// <summary>A metric of predicted intervals: a truth, a lower and an upper end a row.</summary>
public abstract class IntervalMetric : UncertaintyMetric
{
    /// <summary>Names the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="higherIsBetter">Whether more is better.</param>
    /// <param name="options">Options that change the value, as "key:value" joined by bars; empty when there are none.</param>
    protected IntervalMetric(string name, bool higherIsBetter, string options = "")
        : base(name, higherIsBetter, options)
    {
    }

    /// <summary>Adds a row.</summary>
    /// <exception cref="ArgumentException">A number is not finite, the lower end is above the upper, or the weight is negative.</exception>
    public void Add(double truth, double low, double high, double weight = 1)
    {
        CheckFinite(truth, nameof(truth));
        CheckFinite(low, nameof(low));
        CheckFinite(high, nameof(high));
        if (low > high)
        {
            throw new ArgumentException($"The interval of row {Count} is from {low} to {high}; the lower end comes first.", nameof(low));
        }

        AddLoss(Loss(truth, low, high), weight, false);
    }

    /// <summary>Adds rows.</summary>
    /// <param name="truth">What came.</param>
    /// <param name="low">Lower ends.</param>
    /// <param name="high">Upper ends.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, a number is not finite, a lower end is above its upper, or a weight is negative; the message names the first index. Nothing is added then.</exception>
    public void AddBatch(ReadOnlySpan<double> truth, ReadOnlySpan<double> low, ReadOnlySpan<double> high, ReadOnlySpan<double> weights = default)
    {
        Guard.Batch(truth.Length, low.Length, nameof(low), weights);
        Guard.Batch(truth.Length, high.Length, nameof(high), default);
        Guard.Finite(truth, nameof(truth));
        Guard.Finite(low, nameof(low));
        Guard.Finite(high, nameof(high));
        for (int i = 0; i < truth.Length; i++)
        {
            if (low[i] > high[i])
            {
                throw new ArgumentException($"low[{i}] is {low[i]} and high[{i}] is {high[i]}; the lower end comes first.", nameof(low));
            }
        }

        for (int i = 0; i < truth.Length; i++)
        {
            Add(truth[i], low[i], high[i], weights.IsEmpty ? 1 : weights[i]);
        }
    }

    /// <summary>The value of one row, of which the score is the mean; not NaN.</summary>
    protected abstract double Loss(double truth, double low, double high);

    /// <summary>The score of columns.</summary>
    protected static Score Over(IntervalMetric metric, ReadOnlySpan<double> truth, ReadOnlySpan<double> low, ReadOnlySpan<double> high, ReadOnlySpan<double> weights)
    {
        Guard.Columns(truth.Length, low.Length, nameof(low), weights);
        metric.AddBatch(truth, low, high, weights);
        return metric.Result();
    }
}
