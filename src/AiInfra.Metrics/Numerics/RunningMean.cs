using System.Numerics;
using System.Numerics.Tensors;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Numerics;

/// <summary>Weighted mean and variance of a stream that merge exactly (Welford 1962; Chan, Golub, LeVeque 1979). A mutable struct: keep it in a field.</summary>
public struct RunningMean
{
    // Distances are taken from the first value, so that a large offset of all values costs no digits.
    private double _origin;
    private double _mean;
    private double _squares;
    private double _weightSquares;

    /// <summary>Sum of the weights.</summary>
    public double Weight { get; private set; }

    /// <summary>The mean; 0 of nothing.</summary>
    public readonly double Mean => _origin + _mean;

    /// <summary>Variance with the sum of weights as divisor; NaN of nothing.</summary>
    public readonly double Variance => _squares / Weight;

    /// <summary>Sum of weighted squared distances from the mean.</summary>
    public readonly double SumOfSquares => _squares;

    /// <summary>How many equally weighted rows would be as informative (Kish): the square of the sum of weights over the sum of their squares.</summary>
    public readonly double EffectiveCount => Weight * Weight / _weightSquares;

    /// <summary>Standard error of the mean; NaN with fewer than two rows.</summary>
    public readonly double StandardError => EffectiveCount > 1 ? Math.Sqrt(Variance / (EffectiveCount - 1)) : double.NaN;

    /// <summary>Adds a value.</summary>
    public void Add(double value, double weight = 1)
    {
        if (Weight == 0)
        {
            _origin = value;
        }

        double distance = Distance(value);
        Weight += weight;
        _weightSquares += weight * weight;
        if (!double.IsFinite(distance))
        {
            Overflow(value, weight);
            return;
        }

        _mean += distance * (weight / Weight);
        _squares += weight * distance * Distance(value);
    }

    /// <summary>Adds values. Their own mean and spread are taken first, then merged: exact to the last bits, and fast.</summary>
    /// <param name="values">The values.</param>
    /// <param name="weights">A weight each, zero or more; empty when all are 1.</param>
    public void Add(ReadOnlySpan<double> values, ReadOnlySpan<double> weights = default)
    {
        var batch = new RunningMean();
        if (weights.IsEmpty)
        {
            if (values.IsEmpty)
            {
                return;
            }

            double mean = TensorPrimitives.Sum(values) / values.Length;
            batch = new() { Weight = values.Length, _origin = mean, _squares = double.IsFinite(mean) ? SquaresAround(values, mean) : double.PositiveInfinity, _weightSquares = values.Length };
        }
        else
        {
            for (int i = 0; i < values.Length; i++)
            {
                if (weights[i] > 0)
                {
                    batch.Add(values[i], weights[i]);
                }
            }
        }

        Merge(batch);
    }

    private static double SquaresAround(ReadOnlySpan<double> values, double mean)
    {
        Vector<double> sum = Vector<double>.Zero, centre = new(mean);
        int i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> distance = new Vector<double>(values[i..]) - centre;
            sum += distance * distance;
        }

        double squares = Vector.Sum(sum);
        for (; i < values.Length; i++)
        {
            squares += (values[i] - mean) * (values[i] - mean);
        }

        return squares;
    }

    /// <summary>Adds what another has seen.</summary>
    public void Merge(in RunningMean other)
    {
        if (other.Weight == 0)
        {
            return;
        }

        if (Weight == 0)
        {
            this = other;
            return;
        }

        double weight = Weight + other.Weight;
        double distance = DistanceTo(other);
        if (!double.IsFinite(distance))
        {
            Weight = weight;
            _weightSquares += other._weightSquares;
            Overflow(other.Mean, other.Weight);
            return;
        }

        _mean += distance * (other.Weight / weight);
        _squares += other._squares + (distance * distance * (Weight * other.Weight / weight));
        _weightSquares += other._weightSquares;
        Weight = weight;
    }

    /// <summary>Student's interval of the mean; null with fewer than two rows, and where weights or values leave it without an end.</summary>
    public readonly ConfidenceInterval? Interval(double confidence)
    {
        if (!(EffectiveCount > 1))
        {
            return null;
        }

        double half = StudentQuantile.Of((1 + confidence) / 2, EffectiveCount - 1) * StandardError;
        return double.IsFinite(half) ? new(Mean - half, Mean + half, confidence) : null;
    }

    /// <summary>How far a value is from the mean.</summary>
    internal readonly double Distance(double value) => value - _origin - _mean;

    /// <summary>How far another's mean is from this one.</summary>
    internal readonly double DistanceTo(in RunningMean other) => other._origin - _origin + (other._mean - _mean);

    /// <summary>The same of values that were multiplied.</summary>
    internal readonly RunningMean Scaled(double by) => by == 1 ? this : this with { _origin = _origin * by, _mean = _mean * by, _squares = _squares * by * by };

    // Values too large for their distances: the mean may still be a number, the spread is not.
    private void Overflow(double value, double weight)
    {
        double before = Weight - weight;
        _mean = (before > 0 ? Mean * (before / Weight) : 0) + (value * (weight / Weight));
        _origin = 0;
        _squares = double.PositiveInfinity;
    }
}
