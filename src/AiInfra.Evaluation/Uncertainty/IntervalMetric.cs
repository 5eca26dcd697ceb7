using AiInfra.Evaluation.Metrics;

namespace AiInfra.Evaluation.Uncertainty;

/// <summary>A metric of predicted intervals: a truth, a lower and an upper end a row.</summary>
public abstract class IntervalMetric : UncertaintyMetric
{
    private protected IntervalMetric(string name, bool higherIsBetter, string options = "")
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

    private protected abstract double Loss(double truth, double low, double high);

    private protected static Score Over(IntervalMetric metric, ReadOnlySpan<double> truth, ReadOnlySpan<double> low, ReadOnlySpan<double> high, ReadOnlySpan<double> weights)
    {
        Guard.Columns(truth.Length, low.Length, nameof(low), weights);
        Guard.Columns(truth.Length, high.Length, nameof(high), default);
        Guard.Finite(truth, nameof(truth));
        Guard.Finite(low, nameof(low));
        Guard.Finite(high, nameof(high));
        for (int i = 0; i < truth.Length; i++)
        {
            if (low[i] > high[i])
            {
                throw new ArgumentException($"low[{i}] is {low[i]} and high[{i}] is {high[i]}; the lower end comes first.", nameof(low));
            }

            metric.Add(truth[i], low[i], high[i], weights.IsEmpty ? 1 : weights[i]);
        }

        return metric.Result();
    }
}
