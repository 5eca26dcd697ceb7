using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Regression;

/// <summary>A correlation of ranks. Keeps all rows: 24 bytes each. A weight of two is a row twice.</summary>
/// <remarks>Its interval is that of Fisher's transform with the variance that the derived class gives, at the number of rows that weights leave (Kish).</remarks>
public abstract class RankValueMetric(string name) : ValueMetric(name, true)
{
    private readonly List<double> _truth = [];
    private readonly List<double> _values = [];
    private readonly List<double> _weights = [];

    /// <inheritdoc />
    public sealed override Score Result(double confidence = 0.95)
    {
        double value = Count < 2 ? double.NaN : Correlation([.. _truth], [.. _values], [.. _weights]);
        if (double.IsNaN(value))
        {
            return Scored(value, undefined: Count);
        }

        double sum = _weights.Sum(), squares = _weights.Sum(w => w * w);
        return Scored(value, FisherInterval.Of(value, VarianceOfZ(value, sum * sum / squares), confidence));
    }

    /// <summary>The correlation of two rows or more with weights above 0; NaN when a side is constant. The arrays may be changed.</summary>
    protected abstract double Correlation(double[] truth, double[] values, double[] weights);

    /// <summary>Variance of the correlation's inverse hyperbolic tangent; not above 0 where it is not known.</summary>
    protected abstract double VarianceOfZ(double correlation, double count);

    /// <inheritdoc />
    protected sealed override void Accumulate(double truth, double value, double weight)
    {
        _truth.Add(truth);
        _values.Add(value);
        _weights.Add(weight);
    }

    /// <inheritdoc />
    protected sealed override void MergeFrom(Metric other)
    {
        var same = (RankValueMetric)other;
        _truth.AddRange(same._truth);
        _values.AddRange(same._values);
        _weights.AddRange(same._weights);
    }
}
