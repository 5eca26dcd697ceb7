using AiInfra.Core.Statistics;

namespace AiInfra.Evaluation.Metrics;

/// <summary>A metric of probabilities that is a weighted mean over rows. Less is better. Its interval is Student's.</summary>
public abstract class ProbabilityMeanMetric(string name, string options = "") : ProbabilityMetric(name, false, options), IRowLoss
{
    private RunningMean _mean;

    /// <inheritdoc />
    public double Loss(in Outcome outcome) => RowLoss(outcome.Label, outcome.Probabilities);

    /// <inheritdoc />
    public sealed override Score Result(double confidence = 0.95) =>
        Scored(Count == 0 ? double.NaN : _mean.Mean, _mean.Interval(confidence) is { } i ? i with { Low = Math.Max(0, i.Low) } : (ConfidenceInterval?)null);

    /// <summary>What one row costs, zero or more.</summary>
    protected abstract double RowLoss(int label, ReadOnlySpan<double> probabilities);

    /// <inheritdoc />
    protected sealed override void Accumulate(int label, ReadOnlySpan<double> probabilities, double weight) => _mean.Add(RowLoss(label, probabilities), weight);

    /// <inheritdoc />
    protected sealed override void MergeFrom(Metric other) => _mean.Merge(((ProbabilityMeanMetric)other)._mean);
}
