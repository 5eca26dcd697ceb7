namespace AiInfra.Evaluation.Metrics;

/// <summary>A correlation of ranks. Keeps all rows: 16 bytes each. Weights do not matter, but rows of weight 0 are left out.</summary>
public abstract class RankValueMetric(string name) : ValueMetric(name, true)
{
    private readonly List<double> _truth = [];
    private readonly List<double> _values = [];

    /// <inheritdoc />
    public sealed override Score Result(double confidence = 0.95)
    {
        double value = Count < 2 ? double.NaN : Correlation([.. _truth], [.. _values]);
        return Scored(value, undefined: double.IsNaN(value) ? Count : 0);
    }

    /// <summary>The correlation of two rows or more; NaN when a side is constant. The arrays may be changed.</summary>
    protected abstract double Correlation(double[] truth, double[] values);

    /// <inheritdoc />
    protected sealed override void Accumulate(double truth, double value, double weight)
    {
        _truth.Add(truth);
        _values.Add(value);
    }

    /// <inheritdoc />
    protected sealed override void MergeFrom(Metric other)
    {
        _truth.AddRange(((RankValueMetric)other)._truth);
        _values.AddRange(((RankValueMetric)other)._values);
    }
}
