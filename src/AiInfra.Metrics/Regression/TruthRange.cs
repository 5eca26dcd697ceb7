namespace AiInfra.Metrics.Regression;

/// <summary>Whether a truth is constant and was met exactly: what squares that leave the range of a double can't say.</summary>
internal struct TruthRange()
{
    /// <summary>Below this a double loses digits.</summary>
    public const double SmallestNormal = 2.2250738585072014e-308;
    private double _least = double.PositiveInfinity;
    private double _most = double.NegativeInfinity;

    /// <summary>Whether every prediction was the truth.</summary>
    public bool IsExact { get; private set; } = true;

    /// <summary>Whether all rows had one truth.</summary>
    public readonly bool IsConstant => _least >= _most;

    /// <summary>Largest truth less the smallest.</summary>
    public readonly double Spread => _most - _least;

    /// <summary>Whether what a loss is divided by, and the loss, kept their digits.</summary>
    public static bool Holds(double divisor, double loss) => divisor is >= SmallestNormal and < double.PositiveInfinity && loss < double.PositiveInfinity;

    public void Add(double truth, double value)
    {
        _least = Math.Min(_least, truth);
        _most = Math.Max(_most, truth);
        IsExact &= truth == value;
    }

    public void Merge(in TruthRange other)
    {
        _least = Math.Min(_least, other._least);
        _most = Math.Max(_most, other._most);
        IsExact &= other.IsExact;
    }
}
