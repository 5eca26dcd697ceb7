using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace AiInfra.Metrics.Statistics;

/// <summary>Intervals for a share: so many successes in so many trials.</summary>
public static class ProportionInterval
{
    /// <summary>Wilson's score interval (1927): close to the nominal coverage also for few trials and shares near 0 or 1.</summary>
    /// <param name="successes">Successes; a fraction is allowed for weighted counts.</param>
    /// <param name="trials">Trials, more than 0.</param>
    /// <param name="confidence">Confidence of both sides together.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or successes are not between 0 and trials.</exception>
    public static ConfidenceInterval Wilson(double successes, double trials, double confidence = 0.95)
    {
        Check(successes, trials);
        double z = Normal.InvCDF(0, 1, (1 + ConfidenceInterval.CheckConfidence(confidence)) / 2);
        double share = successes / trials;
        double z2 = z * z / trials;
        double centre = (share + (z2 / 2)) / (1 + z2);
        double half = z / (1 + z2) * Math.Sqrt((share * (1 - share) / trials) + (z2 / (4 * trials)));
        return new(successes == 0 ? 0 : Math.Max(0, centre - half), successes == trials ? 1 : Math.Min(1, centre + half), confidence);
    }

    /// <summary>The exact interval of Clopper and Pearson (1934): never covers less than the nominal confidence, often more.</summary>
    /// <param name="successes">Successes.</param>
    /// <param name="trials">Trials, more than 0.</param>
    /// <param name="confidence">Confidence of both sides together.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or successes are not between 0 and trials.</exception>
    public static ConfidenceInterval ClopperPearson(long successes, long trials, double confidence = 0.95)
    {
        Check(successes, trials);
        double tail = (1 - ConfidenceInterval.CheckConfidence(confidence)) / 2;
        double low = successes == 0 ? 0 : BetaQuantile(successes, trials - successes + 1, tail);
        // The upper end by the mirrored distribution, whose lower tail is the small number.
        double high = successes == trials ? 1 : 1 - BetaQuantile(trials - successes, successes + 1, tail);
        return new(low, high, confidence);
    }

    /// <summary>Agresti and Coull's interval (1998): Wald's about the share with z²/2 successes and as many failures added. Wider than Wilson's, around the same centre.</summary>
    /// <param name="successes">Successes; a fraction is allowed for weighted counts.</param>
    /// <param name="trials">Trials, more than 0.</param>
    /// <param name="confidence">Confidence of both sides together.</param>
    /// <returns>The interval, cut to 0 and 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or successes are not between 0 and trials.</exception>
    public static ConfidenceInterval AgrestiCoull(double successes, double trials, double confidence = 0.95)
    {
        Check(successes, trials);
        double z = Normal.InvCDF(0, 1, (1 + ConfidenceInterval.CheckConfidence(confidence)) / 2);
        double all = trials + (z * z), share = (successes + (z * z / 2)) / all;
        double half = z * Math.Sqrt(share * (1 - share) / all);
        return new(Math.Max(0, share - half), Math.Min(1, share + half), confidence);
    }

    /// <summary>The equal-tailed interval of Jeffreys' prior, Beta(1/2, 1/2) (Brown, Cai and DasGupta 2001).</summary>
    /// <param name="successes">Successes; a fraction is allowed for weighted counts.</param>
    /// <param name="trials">Trials, more than 0.</param>
    /// <param name="confidence">Confidence of both sides together.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or successes are not between 0 and trials.</exception>
    /// <remarks>As in statsmodels (method "jeffreys") the ends are plain quantiles also where nothing or everything succeeded.</remarks>
    public static ConfidenceInterval Jeffreys(double successes, double trials, double confidence = 0.95)
    {
        Check(successes, trials);
        double tail = (1 - ConfidenceInterval.CheckConfidence(confidence)) / 2, failures = trials - successes;
        return new(BetaQuantile(successes + 0.5, failures + 0.5, tail), 1 - BetaQuantile(failures + 0.5, successes + 0.5, tail), confidence);
    }

    /// <summary>Wald's interval: the share plus and minus z standard errors. Covers too little for few trials and for shares near 0 or 1; it is here to compare with others' numbers (statsmodels: "normal").</summary>
    /// <param name="successes">Successes; a fraction is allowed for weighted counts.</param>
    /// <param name="trials">Trials, more than 0.</param>
    /// <param name="confidence">Confidence of both sides together.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or successes are not between 0 and trials.</exception>
    public static ConfidenceInterval Wald(double successes, double trials, double confidence = 0.95)
    {
        Check(successes, trials);
        double z = Normal.InvCDF(0, 1, (1 + ConfidenceInterval.CheckConfidence(confidence)) / 2);
        double share = successes / trials, half = z * Math.Sqrt(share * (1 - share) / trials);
        return new(Math.Max(0, share - half), Math.Min(1, share + half), confidence);
    }

    internal static void Check(double successes, double trials)
    {
        if (!(trials > 0) || double.IsInfinity(trials))
        {
            throw new ArgumentOutOfRangeException(nameof(trials), trials, "A share needs at least one trial.");
        }

        if (!(successes >= 0 && successes <= trials))
        {
            throw new ArgumentOutOfRangeException(nameof(successes), successes, $"Successes are between 0 and the {trials} trials.");
        }
    }

    // Bisection on the regularised incomplete beta function until the interval cannot be halved: exact to the last bits of the function.
    private static double BetaQuantile(double a, double b, double probability)
    {
        double low = 0, high = 1;
        while (true)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                return middle;
            }

            if (SpecialFunctions.BetaRegularized(a, b, middle) < probability)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
    }
}
