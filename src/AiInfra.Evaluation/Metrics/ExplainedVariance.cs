namespace AiInfra.Evaluation.Metrics;

/// <summary>1 - variance of the errors / variance of the truth. Unlike R2 it forgives a constant bias.</summary>
/// <remarks>With a constant truth it is by convention 1 when the errors are constant too and 0 otherwise, and counted as undefined.</remarks>
public sealed class ExplainedVariance() : ValueMetric("explainedVariance", true)
{
    private RunningMean _truth;
    private RunningMean _errors;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new ExplainedVariance(), truth, predicted, weights);

    /// <inheritdoc />
    public override IMetric New() => new ExplainedVariance();

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        if (Count == 0)
        {
            return Scored(double.NaN);
        }

        double errors = _errors.Variance, spread = _truth.Variance;
        return spread > 0 ? Scored(1 - (errors / spread)) : Scored(errors == 0 ? 1 : 0, undefined: Count);
    }

    /// <inheritdoc />
    protected override void Accumulate(double truth, double value, double weight)
    {
        _truth.Add(truth, weight);
        _errors.Add(truth - value, weight);
    }

    /// <inheritdoc />
    protected override void MergeFrom(Metric other)
    {
        var same = (ExplainedVariance)other;
        _truth.Merge(same._truth);
        _errors.Merge(same._errors);
    }
}
