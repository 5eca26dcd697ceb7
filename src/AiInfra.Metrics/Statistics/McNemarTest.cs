using MathNet.Numerics;

namespace AiInfra.Metrics.Statistics;

/// <summary>McNemar's test (1947) of two classifiers on the same rows: only rows on which exactly one of them is right tell them apart.</summary>
public static class McNemarTest
{
    /// <summary>Pairs below which <see cref="Test"/> uses the exact form.</summary>
    public const int ExactBelow = 25;

    /// <summary>The exact form when fewer than 25 rows are discordant, otherwise the asymptotic one with continuity correction.</summary>
    public static PairedTestResult Test(long onlyFirst, long onlySecond, long count = 0, PairedAlternative alternative = PairedAlternative.TwoSided) =>
        onlyFirst + onlySecond < ExactBelow ? Exact(onlyFirst, onlySecond, count, alternative) : Asymptotic(onlyFirst, onlySecond, count, true, alternative);

    /// <summary>The binomial form: under no difference the discordant rows are split by a fair coin.</summary>
    /// <param name="onlyFirst">Rows on which only the first is right.</param>
    /// <param name="onlySecond">Rows on which only the second is right.</param>
    /// <param name="count">All rows, for the difference as a share; 0 when not known.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <returns>The statistic is the smaller discordant count.</returns>
    public static PairedTestResult Exact(long onlyFirst, long onlySecond, long count = 0, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        Check(onlyFirst, onlySecond, count);
        double p = alternative switch
        {
            PairedAlternative.Greater => AtMost(onlySecond, onlyFirst + onlySecond),
            PairedAlternative.Less => AtMost(onlyFirst, onlyFirst + onlySecond),
            _ => Math.Min(1, 2 * AtMost(Math.Min(onlyFirst, onlySecond), onlyFirst + onlySecond)),
        };
        return Result("McNemar, exact", Math.Min(onlyFirst, onlySecond), p, onlyFirst, onlySecond, count);
    }

    /// <summary>The chi-square form with one degree of freedom; one-sided alternatives use its signed root.</summary>
    /// <param name="onlyFirst">Rows on which only the first is right.</param>
    /// <param name="onlySecond">Rows on which only the second is right.</param>
    /// <param name="count">All rows, for the difference as a share; 0 when not known.</param>
    /// <param name="correction">Edwards' continuity correction.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <returns>The statistic is chi-square. With no discordant row it is NaN where uncorrected, and the p-value 1.</returns>
    public static PairedTestResult Asymptotic(long onlyFirst, long onlySecond, long count = 0, bool correction = true, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        Check(onlyFirst, onlySecond, count);
        string name = correction ? "McNemar, asymptotic with continuity correction" : "McNemar, asymptotic";
        double discordant = onlyFirst + onlySecond;
        if (discordant == 0)
        {
            return Result(name, double.NaN, 1, onlyFirst, onlySecond, count);
        }

        double difference = onlyFirst - onlySecond;
        double size = Math.Abs(difference) - (correction ? 1 : 0);
        double statistic = size * size / discordant;
        double p = alternative switch
        {
            PairedAlternative.TwoSided => SpecialFunctions.Erfc(Math.Sqrt(statistic / 2)),
            PairedAlternative.Greater => UpperTail((difference - (correction ? 1 : 0)) / Math.Sqrt(discordant)),
            _ => UpperTail((-difference - (correction ? 1 : 0)) / Math.Sqrt(discordant)),
        };
        return Result(name, statistic, p, onlyFirst, onlySecond, count);
    }

    private static double UpperTail(double z) => SpecialFunctions.Erfc(z / Math.Sqrt(2)) / 2;

    // P(X <= k) of a fair binomial, summed from the small end so that tiny p-values keep their digits.
    private static double AtMost(long k, long n) => n <= 1000
        ? Math.Min(1, SumOfTerms(k, n))
        : k >= n ? 1 : SpecialFunctions.BetaRegularized(n - k, k + 1, 0.5);

    private static double SumOfTerms(long k, long n)
    {
        double sum = 0;
        double term = Math.Pow(0.5, n);
        for (long i = 0; i <= k; i++)
        {
            sum += term;
            term *= (double)(n - i) / (i + 1);
        }

        return sum;
    }

    private static PairedTestResult Result(string name, double statistic, double p, long b, long c, long count)
    {
        double difference = count == 0 ? double.NaN : (double)(b - c) / count;
        double error = count == 0 ? double.NaN : Math.Sqrt(((double)(b + c) / count) - (difference * difference)) / Math.Sqrt(count);
        return new(name, statistic, p, count == 0 ? b + c : count, difference, error);
    }

    private static void Check(long onlyFirst, long onlySecond, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        if (count != 0)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, onlyFirst + onlySecond);
        }
    }
}
