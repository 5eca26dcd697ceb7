using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace AiInfra.Metrics.Statistics;

/// <summary>Quantiles and tails of Student's distribution, for any degrees of freedom that weights can leave.</summary>
public static class StudentQuantile
{
    // Within these MathNet's root search finds its root; outside it gives up.
    private const double LeastFreedom = 1, MostProbability = 0.9995;

    /// <summary>The value below which a share falls; infinity where it is too large for a number.</summary>
    /// <param name="probability">The share, above 0 and below 1.</param>
    /// <param name="freedom">Degrees of freedom; NaN comes of none.</param>
    public static double Of(double probability, double freedom)
    {
        if (!(freedom > 0))
        {
            return double.NaN;
        }

        if (freedom >= LeastFreedom && probability is >= 1 - MostProbability and <= MostProbability)
        {
            return StudentT.InvCDF(0, 1, freedom, probability);
        }

        if (probability < 0.5)
        {
            return -Of(1 - probability, freedom);
        }

        double tail = 1 - probability, low = 0, high = 1;
        while (Tail(high, freedom) > tail)
        {
            (low, high) = (high, high * 2);
            if (double.IsInfinity(high))
            {
                return high;
            }
        }

        // Halving to the last bit: 60 steps of a quantile that is rarely asked for.
        for (double middle = low + ((high - low) / 2); middle > low && middle < high; middle = low + ((high - low) / 2))
        {
            (low, high) = Tail(middle, freedom) > tail ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>The p-value of a statistic: the share of the distribution that is at least as extreme.</summary>
    /// <param name="t">The statistic.</param>
    /// <param name="freedom">Degrees of freedom, above 0.</param>
    /// <param name="alternative">What is looked for; greater takes the upper tail.</param>
    public static double PValue(double t, double freedom, PairedAlternative alternative) => NormalTail.StudentPValue(t, freedom, alternative);

    private static double Tail(double t, double freedom) => SpecialFunctions.BetaRegularized(freedom / 2, 0.5, 1 / (1 + (t * t / freedom))) / 2;
}
