namespace AiInfra.Metrics.Numerics;

/// <summary>Weighted means, variances and covariance of two columns; a stream that merges. A mutable struct: keep it in a field.</summary>
/// <remarks>A column of numbers so small or large that their squares would leave the range of a double is kept by a power of two.</remarks>
internal struct JointMoments
{
    private RunningMean _first;
    private RunningMean _second;
    private double _together;

    // By what the columns are multiplied; 0 until a number other than 0 says.
    private double _firstScale;
    private double _secondScale;

    public readonly double FirstMean => _first.Mean / Scale(_firstScale);

    public readonly double SecondMean => _second.Mean / Scale(_secondScale);

    public readonly double FirstVariance => _first.Variance / Scale(_firstScale) / Scale(_firstScale);

    public readonly double SecondVariance => _second.Variance / Scale(_secondScale) / Scale(_secondScale);

    public readonly double Covariance => _together / _first.Weight / Scale(_firstScale) / Scale(_secondScale);

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
        _firstScale = _firstScale == 0 ? ScaleOf(first) : _firstScale;
        _secondScale = _secondScale == 0 ? ScaleOf(second) : _secondScale;
        (first, second) = (first * Scale(_firstScale), second * Scale(_secondScale));
        double distance = _first.Weight == 0 ? 0 : _first.Distance(first);
        _first.Add(first, weight);
        _second.Add(second, weight);
        _together += weight * distance * _second.Distance(second);
    }

    public void Merge(in JointMoments other)
    {
        if (other._first.Weight == 0)
        {
            return;
        }

        if (_first.Weight == 0)
        {
            this = other;
            return;
        }

        _firstScale = _firstScale == 0 ? other._firstScale : _firstScale;
        _secondScale = _secondScale == 0 ? other._secondScale : _secondScale;
        double a = Scale(_firstScale) / Scale(other._firstScale), b = Scale(_secondScale) / Scale(other._secondScale);
        RunningMean first = other._first.Scaled(a), second = other._second.Scaled(b);
        double weight = _first.Weight + first.Weight;
        _together += (other._together * a * b) + (_first.DistanceTo(first) * _second.DistanceTo(second) * (_first.Weight * first.Weight / weight));
        _first.Merge(first);
        _second.Merge(second);
    }

    private static double Scale(double scale) => scale == 0 ? 1 : scale;

    private static double ScaleOf(double value) => value == 0 ? 0 : Math.Abs(value) is > 1e-100 and < 1e100 ? 1 : Math.ScaleB(1, -Math.ILogB(value));
}
