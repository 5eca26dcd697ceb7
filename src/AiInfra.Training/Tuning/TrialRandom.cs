using AiInfra.Core.Rows;
using AiInfra.Training.Runtime;

namespace AiInfra.Training.Tuning;

/// <summary>Random numbers of one trial: they follow from the study's seed, the trial's number and a purpose, and are the same on every machine.</summary>
public sealed class TrialRandom
{
    private SplitMix64 _bits;
    private double _spare = double.NaN;

    /// <summary>The numbers of a trial for a purpose.</summary>
    /// <param name="seed">Seed of the study.</param>
    /// <param name="trial">Number of the trial.</param>
    /// <param name="purpose">What for, for example the name of a parameter.</param>
    public TrialRandom(long seed, long trial, string purpose = "")
    {
        ArgumentNullException.ThrowIfNull(purpose);
        ulong hash = 14695981039346656037; // FNV-1a
        foreach (char c in purpose)
        {
            hash = (hash ^ c) * 1099511628211;
        }

        _bits = new SplitMix64(Seeds.Of(seed, trial, (long)hash));
    }

    /// <summary>A number in [0, 1).</summary>
    public double NextShare() => (_bits.Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, bound).</summary>
    public int Next(int bound) => _bits.Next(bound);

    /// <summary>A number of the normal distribution with mean 0 and deviation 1 (Box and Muller 1958).</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(_spare))
        {
            double spare = _spare;
            _spare = double.NaN;
            return spare;
        }

        double radius = Math.Sqrt(-2 * Math.Log(1 - NextShare()));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * NextShare());
        _spare = radius * sin;
        return radius * cos;
    }
}
