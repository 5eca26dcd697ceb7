namespace AiInfra.Evaluation.Metrics;

/// <summary>Weighted means, variances and covariance of two columns; a stream that merges. A mutable struct: keep it in a field.</summary>
internal struct JointMoments
{
    private RunningMean _first;
    private RunningMean _second;
    private double _together;

    public readonly double FirstMean => _first.Mean;

    public readonly double SecondMean => _second.Mean;

    public readonly double FirstVariance => _first.Variance;

    public readonly double SecondVariance => _second.Variance;

    public readonly double Covariance => _together / _first.Weight;

    public readonly double EffectiveCount => _first.EffectiveCount;

    /// <summary>Pearson's correlation; NaN when either side is constant.</summary>
    public readonly double Correlation
    {
        get
        {
            double spread = Math.Sqrt(_first.SumOfSquares) * Math.Sqrt(_second.SumOfSquares);
            return spread > 0 ? Math.Clamp(_together / spread, -1, 1) : double.NaN;
        }
    }

    public void Add(double first, double second, double weight)
    {
        double distance = first - _first.Mean;
        _first.Add(first, weight);
        _second.Add(second, weight);
        _together += weight * distance * (second - _second.Mean);
    }

    public void Merge(in JointMoments other)
    {
        double weight = _first.Weight + other._first.Weight;
        if (weight > 0)
        {
            _together += other._together + ((other._first.Mean - _first.Mean) * (other._second.Mean - _second.Mean) * (_first.Weight * other._first.Weight / weight));
        }

        _first.Merge(other._first);
        _second.Merge(other._second);
    }
}
