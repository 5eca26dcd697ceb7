using MathNet.Numerics;

namespace AiInfra.Metrics.Statistics;

/// <summary>Watches a share and may be looked at after every row; exact for any number of rows. The beta mixture of the binomial likelihood (Robbins 1970) and its confidence sequence.</summary>
/// <remarks>
/// Two classifiers on the same rows: watch with a null share of 1/2 and <see cref="AddPair"/>: McNemar's question, always valid.
/// The mixture is centred on the null share, as wide as <see cref="SequentialOptions.ExpectedRows"/> asks for (<see cref="SequentialOptions.TauSquared"/>: its variance). Not thread-safe.
/// </remarks>
public sealed class SequentialProportionTest
{
    private readonly SequentialOptions _options;
    private readonly double _a;
    private readonly double _b;
    private double _largest;

    /// <summary>Starts to watch.</summary>
    /// <param name="nullShare">The share under the null hypothesis, between 0 and 1, both excluded.</param>
    /// <param name="options">How to watch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share or an option is out of its range.</exception>
    public SequentialProportionTest(double nullShare = 0.5, SequentialOptions? options = null)
    {
        if (!(nullShare > 0 && nullShare < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(nullShare), nullShare, "The share under the null hypothesis is between 0 and 1, both excluded.");
        }

        _options = options ?? new();
        _options.Check();
        NullShare = nullShare;
        double spread = nullShare * (1 - nullShare);
        double strength = (_options.TauSquared is { } tau ? spread / tau : _options.ExpectedRows / _options.BestSharpness()) - 1;
        // At least as wide as the uniform distribution is about 1/2.
        strength = Math.Max(2, strength);
        (_a, _b) = (strength * nullShare, strength * (1 - nullShare));
    }

    /// <summary>The share under the null hypothesis.</summary>
    public double NullShare { get; }

    /// <summary>Rows seen.</summary>
    public long Count { get; private set; }

    /// <summary>Successes seen.</summary>
    public long Successes { get; private set; }

    /// <summary>Whether the null hypothesis was rejected at some row.</summary>
    public bool IsDecided => _largest >= Math.Log(1 / _options.Alpha);

    /// <summary>Adds a row.</summary>
    public void Add(bool success)
    {
        Count++;
        Successes += success ? 1 : 0;
        if (Count >= _options.MinimumRows)
        {
            _largest = Math.Max(_largest, LogEvidence(NullShare));
        }
    }

    /// <summary>Adds a row that two classifiers answered; it counts only where one of them alone is right, as a success of the first.</summary>
    public void AddPair(bool firstIsRight, bool secondIsRight)
    {
        if (firstIsRight != secondIsRight)
        {
            Add(firstIsRight);
        }
    }

    /// <summary>What is known so far.</summary>
    public SequentialResult Result()
    {
        bool early = Count < _options.MinimumRows;
        ConfidenceInterval interval = early ? new(0, 1, 1 - _options.Alpha) : Interval();
        return new("beta mixture", Count, Count == 0 ? double.NaN : (double)Successes / Count, interval, early ? 1 : Math.Exp(LogEvidence(NullShare)), Math.Min(1, Math.Exp(-_largest)), IsDecided);
    }

    private double LogEvidence(double share)
    {
        double failures = Count - Successes;
        double under = (Successes == 0 ? 0 : Successes * Math.Log(share)) + (failures == 0 ? 0 : failures * Math.Log(1 - share));
        return SpecialFunctions.BetaLn(_a + Successes, _b + failures) - SpecialFunctions.BetaLn(_a, _b) - under;
    }

    // The evidence against a share falls up to the share seen and rises after it.
    private ConfidenceInterval Interval()
    {
        double seen = (double)Successes / Math.Max(1, Count), bar = Math.Log(1 / _options.Alpha);
        double Edge(double inside, double outside)
        {
            for (int i = 0; i < 60; i++)
            {
                double middle = (inside + outside) / 2;
                (inside, outside) = LogEvidence(middle) < bar ? (middle, outside) : (inside, middle);
            }

            return outside;
        }

        return Count == 0 ? new(0, 1, 1 - _options.Alpha) : new(Successes == 0 ? 0 : Edge(seen, 0), Successes == Count ? 1 : Edge(seen, 1), 1 - _options.Alpha);
    }
}
