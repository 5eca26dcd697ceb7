using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Regression;

/// <summary>Median of the absolute errors, in the unit of the target. Keeps all errors: 16 bytes a row.</summary>
/// <remarks>With weights it is the mean of the lower and upper weighted median, which is the usual median when all weights are equal.</remarks>
/// <param name="median">What the median is when a weight ends exactly at the half.</param>
public sealed class MedianAbsoluteError(WeightedMedian median = WeightedMedian.Averaged) : ValueMetric("medianAbsoluteError", false, median == WeightedMedian.Lower ? "median:lower" : "")
{
    private readonly List<double> _errors = [];
    private readonly List<double> _weights = [];

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default, WeightedMedian median = WeightedMedian.Averaged) =>
        Over(new MedianAbsoluteError(median), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new MedianAbsoluteError(median);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        if (_errors.Count == 0)
        {
            return Scored(double.NaN);
        }

        double[] errors = [.. _errors], weights = [.. _weights];
        Array.Sort(errors, weights);
        double half = weights.Sum() / 2, below = 0;
        int at = 0;
        while (at < errors.Length - 1 && below + weights[at] < half)
        {
            below += weights[at++];
        }

        bool between = median == WeightedMedian.Averaged && below + weights[at] == half && at + 1 < errors.Length;
        return Scored(between ? (errors[at] + errors[at + 1]) / 2 : errors[at]);
    }

    /// <inheritdoc />
    protected override void Accumulate(double truth, double value, double weight)
    {
        _errors.Add(Math.Abs(truth - value));
        _weights.Add(weight);
    }

    /// <inheritdoc />
    protected override void MergeFrom(Metric other)
    {
        var same = (MedianAbsoluteError)other;
        _errors.AddRange(same._errors);
        _weights.AddRange(same._weights);
    }
}
