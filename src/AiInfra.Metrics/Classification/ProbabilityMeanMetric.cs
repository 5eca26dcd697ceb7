using System.Globalization;
using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Classification;

/// <summary>A metric of probabilities that is a weighted mean over rows. Less is better. Its interval is Student's.</summary>
public abstract class ProbabilityMeanMetric(string name, string options = "") : ProbabilityMetric(name, false, options), IRowLoss
{
    private const int Block = 512;

    private RunningMean _mean;

    /// <inheritdoc />
    public double Loss(in Outcome outcome) => Checked(RowLoss(outcome.Label, outcome.Probabilities), outcome.Label, Count);

    /// <inheritdoc />
    public sealed override Score Result(double confidence = 0.95) =>
        Scored(Count == 0 ? double.NaN : _mean.Mean, _mean.Interval(confidence) is { } i && double.IsFinite(_mean.Mean) ? i with { Low = Math.Max(0, i.Low) } : (ConfidenceInterval?)null);

    /// <summary>What one row costs, zero or more; infinite where it is beyond a double, and then the score is too. A loss below zero or NaN is refused with the row.</summary>
    protected abstract double RowLoss(int label, ReadOnlySpan<double> probabilities);

    /// <summary>What many rows cost; one number a row.</summary>
    protected virtual void RowLosses(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classes, Span<double> losses)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            losses[i] = RowLoss(labels[i], probabilities.Slice(i * classes, classes));
        }
    }

    /// <summary>What many rows of two classes cost; one number a row.</summary>
    protected virtual void RowLosses(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, Span<double> losses)
    {
        Span<double> both = stackalloc double[2];
        for (int i = 0; i < truth.Length; i++)
        {
            both[1] = probabilities[i];
            both[0] = 1 - probabilities[i];
            losses[i] = RowLoss(truth[i] ? 1 : 0, both);
        }
    }

    /// <inheritdoc />
    protected sealed override void AccumulateBatch(ReadOnlySpan<int> labels, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights)
    {
        Span<double> losses = stackalloc double[Block];
        for (int start = 0; start < labels.Length; start += Block)
        {
            int length = Math.Min(Block, labels.Length - start);
            RowLosses(labels.Slice(start, length), probabilities.Slice(start * classes, length * classes), classes, losses[..length]);
            for (int i = 0; i < length; i++)
            {
                Checked(losses[i], labels[start + i], Count + start + i);
            }

            _mean.Add(losses[..length], weights.IsEmpty ? weights : weights.Slice(start, length));
        }
    }

    /// <inheritdoc />
    protected sealed override void AccumulateBatch(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights)
    {
        Span<double> losses = stackalloc double[Block];
        for (int start = 0; start < truth.Length; start += Block)
        {
            int length = Math.Min(Block, truth.Length - start);
            RowLosses(truth.Slice(start, length), probabilities.Slice(start, length), losses[..length]);
            for (int i = 0; i < length; i++)
            {
                Checked(losses[i], truth[start + i] ? 1 : 0, Count + start + i);
            }

            _mean.Add(losses[..length], weights.IsEmpty ? weights : weights.Slice(start, length));
        }
    }

    /// <inheritdoc />
    protected sealed override void Accumulate(int label, ReadOnlySpan<double> probabilities, double weight) => _mean.Add(Checked(RowLoss(label, probabilities), label, Count), weight);

    private double Checked(double loss, int label, long row) => loss >= 0
        ? loss
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The {Name} of row {row} (true class {label}) is {loss}; a loss is zero or more."), "probabilities");

    /// <inheritdoc />
    protected sealed override void MergeFrom(Metric other) => _mean.Merge(((ProbabilityMeanMetric)other)._mean);
}
