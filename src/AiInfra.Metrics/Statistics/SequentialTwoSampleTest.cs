namespace AiInfra.Metrics.Statistics;

/// <summary>Watches the difference of two independent means or shares (values 0 and 1), first minus second, and may be looked at after every row: the mixture sequential probability ratio test with learned variances, an asymptotic confidence sequence (Waudby-Smith et al. 2021). The sides may grow at different speeds.</summary>
/// <remarks>For two models on the same rows, <see cref="SequentialMeanTest"/> on the paired differences needs far fewer. Not thread-safe.</remarks>
public sealed class SequentialTwoSampleTest
{
    private const int FewestRows = 100;
    private readonly SequentialOptions _options;
    private readonly double _sharpness;
    private readonly int _minimum;
    private Side _first;
    private Side _second;
    private double _largest;

    /// <summary>Starts to watch.</summary>
    /// <param name="options">How to watch.</param>
    /// <param name="nullDifference">The difference under the null hypothesis.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public SequentialTwoSampleTest(SequentialOptions? options = null, double nullDifference = 0)
    {
        _options = options ?? new();
        _options.Check();
        NullDifference = nullDifference;
        _sharpness = _options.BestSharpness() / _options.ExpectedRows;
        _minimum = Math.Max(FewestRows, _options.MinimumRows);
    }

    /// <summary>The difference under the null hypothesis.</summary>
    public double NullDifference { get; }

    /// <summary>Rows of the first side.</summary>
    public long CountFirst => _first.Count;

    /// <summary>Rows of the second side.</summary>
    public long CountSecond => _second.Count;

    /// <summary>Whether the null hypothesis was rejected at some row.</summary>
    public bool IsDecided => _largest >= Math.Log(1 / _options.Alpha);

    /// <summary>Adds a row of the first side.</summary>
    /// <exception cref="ArgumentException">The value is not finite.</exception>
    public void AddFirst(double value) => Add(ref _first, value, "first");

    /// <summary>Adds a row of the second side.</summary>
    /// <exception cref="ArgumentException">The value is not finite.</exception>
    public void AddSecond(double value) => Add(ref _second, value, "second");

    /// <summary>What is known so far.</summary>
    public SequentialResult Result()
    {
        double difference = _first.Mean - _second.Mean, half = double.PositiveInfinity;
        (double variance, double tau) = Spread();
        if (variance > 0)
        {
            double growth = 1 + (tau / variance);
            half = Math.Sqrt(2 * variance * growth / (growth - 1) * (Math.Log(1 / _options.Alpha) + (0.5 * Math.Log(growth))));
        }

        return new(
            "normal mixture, two samples",
            _first.Count + _second.Count,
            _first.Count == 0 || _second.Count == 0 ? double.NaN : difference,
            new(difference - half, difference + half, 1 - _options.Alpha),
            Math.Exp(LogEvidence()),
            Math.Min(1, Math.Exp(-_largest)),
            IsDecided);
    }

    private void Add(ref Side side, double value, string name)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"Row {side.Count} of the {name} side is {value}; a finite number is needed.", nameof(value));
        }

        side.Add(value);
        _largest = Math.Max(_largest, LogEvidence());
    }

    // The variance of the difference of means, 0 while it is not known; and that of the mixture.
    private (double Variance, double Tau) Spread()
    {
        if (_first.Count < _minimum || _second.Count < _minimum)
        {
            return (0, 0);
        }

        double variance = (_first.Variance / _first.Count) + (_second.Variance / _second.Count);
        return (variance, _options.TauSquared ?? (_sharpness * (_first.Count + _second.Count) * variance));
    }

    private double LogEvidence()
    {
        (double variance, double tau) = Spread();
        return variance > 0 ? SequentialMeanTest.LogLikelihoodRatio(1, _first.Mean - _second.Mean - NullDifference, variance, tau) : 0;
    }

    private struct Side
    {
        private double _squares;

        public long Count { get; private set; }

        public double Mean { get; private set; }

        public readonly double Variance => _squares / (Count - 1);

        public void Add(double value)
        {
            Count++;
            double distance = value - Mean;
            Mean += distance / Count;
            _squares += distance * (value - Mean);
        }
    }
}
