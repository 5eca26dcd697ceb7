namespace AiInfra.Metrics.Statistics;

/// <summary>Watches a mean, for example of the paired differences of two models' losses, and may be looked at after every row: the mixture sequential probability ratio test (Robbins 1970, Johari et al. 2017) and its confidence sequence.</summary>
/// <remarks>
/// Without a given variance the mixture is over the effect in standard deviations with the right Haar prior on those (Lai 1976; Wang and Ramdas 2024), so that no row is spent on estimating a variance:
/// exact at every row for normal values, and for others as soon as their sums are near normal, which the mixture waits for because it is tuned to <see cref="SequentialOptions.ExpectedRows"/>.
/// While all values are alike nothing is known of their spread: that counts as no evidence up to the expected rows.
/// Values with bounds have a guarantee without all that, and rare events need it: <see cref="BoundedMeanSequence"/>, <see cref="SequentialProportionTest"/>. Not thread-safe.
/// </remarks>
public sealed class SequentialMeanTest
{
    private readonly SequentialOptions _options;
    private readonly double _sharpness;
    private double _largest;
    private double _squares;

    /// <summary>Starts to watch.</summary>
    /// <param name="options">How to watch.</param>
    /// <param name="nullMean">The mean under the null hypothesis.</param>
    /// <param name="variance">Variance of one value where it is known; null when it is not.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, the null mean not finite, or the variance not a finite number above 0.</exception>
    public SequentialMeanTest(SequentialOptions? options = null, double nullMean = 0, double? variance = null)
    {
        _options = options ?? new();
        _options.Check();
        if (!double.IsFinite(nullMean))
        {
            throw new ArgumentOutOfRangeException(nameof(nullMean), nullMean, "A mean is a finite number.");
        }

        if (variance is { } v && (!(v > 0) || double.IsInfinity(v)))
        {
            throw new ArgumentOutOfRangeException(nameof(variance), v, "A variance is a finite number above 0.");
        }

        (NullMean, Variance) = (nullMean, variance);
        double scaled = _options.BestSharpness() / _options.ExpectedRows;
        _sharpness = _options.TauSquared is { } tau ? tau / (variance ?? 1) : scaled;
    }

    /// <summary>The mean under the null hypothesis.</summary>
    public double NullMean { get; }

    /// <summary>The known variance of one value; null where it is learned.</summary>
    public double? Variance { get; }

    /// <summary>Rows seen.</summary>
    public long Count { get; private set; }

    /// <summary>Mean so far; 0 of nothing.</summary>
    public double Mean { get; private set; }

    /// <summary>Whether the null hypothesis was rejected at some row.</summary>
    public bool IsDecided => _largest >= Math.Log(1 / _options.Alpha);

    /// <summary>The logarithm of the normal mixture's likelihood ratio for a mean at this distance from the null, with a known variance.</summary>
    /// <param name="count">Rows, or pairs of rows.</param>
    /// <param name="distance">Mean minus null.</param>
    /// <param name="variance">Variance of one row; of a pair of rows the sum of both variances.</param>
    /// <param name="tauSquared">Variance of the mixture.</param>
    public static double LogLikelihoodRatio(double count, double distance, double variance, double tauSquared)
    {
        double all = variance + (count * tauSquared);
        return (0.5 * Math.Log(variance / all)) + (count * count * tauSquared * distance * distance / (2 * variance * all));
    }

    /// <summary>Adds a row.</summary>
    /// <exception cref="ArgumentException">The value is not finite.</exception>
    public void Add(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"Row {Count} is {value}; a finite number is needed.", nameof(value));
        }

        Count++;
        double distance = value - Mean;
        Mean += distance / Count;
        _squares += distance * (value - Mean);
        if (Count >= _options.MinimumRows)
        {
            _largest = Math.Max(_largest, LogEvidence());
        }
    }

    /// <summary>Adds the difference of a pair, first minus second.</summary>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public void AddPair(double first, double second) => Add(first - second);

    /// <summary>What is known so far.</summary>
    public SequentialResult Result()
    {
        double confidence = 1 - _options.Alpha, half = Count < _options.MinimumRows ? double.PositiveInfinity : HalfWidth();
        return new(
            Variance is null ? "normal mixture, variance learned" : "normal mixture, variance known",
            Count,
            Count == 0 ? double.NaN : Mean,
            new(Mean - half, Mean + half, confidence),
            Count < _options.MinimumRows ? 1 : Math.Exp(LogEvidence()),
            Math.Min(1, Math.Exp(-_largest)),
            IsDecided);
    }

    private double LogEvidence()
    {
        double distance = Mean - NullMean;
        if (Variance is { } variance)
        {
            return LogLikelihoodRatio(Count, distance, variance, _sharpness * variance);
        }

        // With s = sum of squares about the mean and u = n·distance²: (1 + ng)^(-1/2) · ((s + u) / (s + u / (1 + ng)))^(n/2).
        double growth = 1 + (Count * _sharpness), u = Count * distance * distance;
        return _squares + u == 0 || IsUnspread ? 0 : (Count / 2.0 * (Math.Log(_squares + u) - Math.Log(_squares + (u / growth)))) - (0.5 * Math.Log(growth));
    }

    // Forty rows without the rare event look like a constant, and would speak against any mean but theirs.
    private bool IsUnspread => _squares == 0 && Count < _options.ExpectedRows;

    // Where the evidence against a mean reaches 1 / alpha, solved for its distance from the mean seen.
    private double HalfWidth()
    {
        double growth = 1 + (Count * _sharpness), bar = Math.Log(1 / _options.Alpha) + (0.5 * Math.Log(growth));
        if (Variance is { } variance)
        {
            return Math.Sqrt(2 * variance * growth * bar / (Count * (growth - 1)));
        }

        double ratio = Math.Exp(2 * bar / Count);
        return ratio >= growth || IsUnspread ? double.PositiveInfinity : Math.Sqrt(_squares / Count * (ratio - 1) / (1 - (ratio / growth)));
    }
}
