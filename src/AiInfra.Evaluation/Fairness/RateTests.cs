using MathNet.Numerics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>Tests of whether rates are equal.</summary>
internal static class RateTests
{
    private const double LeastExpected = 5;

    /// <summary>Two rates: Fisher's exact test where a cell of the table expects fewer than five rows, otherwise the pooled two-proportion z test; two-sided.</summary>
    public static (double PValue, string Test) Two(double a, double n, double b, double m)
    {
        if (!(n > 0) || !(m > 0))
        {
            return (1, "no rows to compare");
        }

        double pooled = (a + b) / (n + m);
        if (Math.Min(n, m) * Math.Min(pooled, 1 - pooled) < LeastExpected)
        {
            return (Fisher((long)Math.Round(a), (long)Math.Round(n), (long)Math.Round(b), (long)Math.Round(m)), "Fisher's exact");
        }

        double z = Math.Abs((a / n) - (b / m)) / Math.Sqrt(pooled * (1 - pooled) * ((1 / n) + (1 / m)));
        return (SpecialFunctions.Erfc(z / Math.Sqrt(2)), "two-proportion z");
    }

    /// <summary>Many rates: Pearson's chi-square of homogeneity; two as above.</summary>
    public static double All(IReadOnlyList<(double Successes, double Trials)> rates)
    {
        (double Successes, double Trials)[] filled = [.. rates.Where(r => r.Trials > 0)];
        if (filled.Length < 3)
        {
            return filled.Length < 2 ? 1 : Two(filled[0].Successes, filled[0].Trials, filled[1].Successes, filled[1].Trials).PValue;
        }

        double pooled = filled.Sum(r => r.Successes) / filled.Sum(r => r.Trials);
        if (pooled is 0 or 1)
        {
            return 1;
        }

        double statistic = filled.Sum(r => (r.Successes - (r.Trials * pooled)) * (r.Successes - (r.Trials * pooled)) / (r.Trials * pooled * (1 - pooled)));
        return SpecialFunctions.GammaUpperRegularized((filled.Length - 1) / 2.0, statistic / 2);
    }

    /// <summary>Fisher's exact test of a of n against b of m, two-sided: the tables no more probable than this one.</summary>
    public static double Fisher(long a, long n, long b, long m)
    {
        long successes = a + b, low = Math.Max(0, successes - m), high = Math.Min(n, successes);
        double observed = Log(a), total = 0;
        for (long x = low; x <= high; x++)
        {
            double log = Log(x);
            total += log <= observed + 1e-7 ? Math.Exp(log) : 0;
        }

        return Math.Min(1, total);

        double Log(long x) => Choose(n, x) + Choose(m, successes - x) - Choose(n + m, successes);
    }

    private static double Choose(long n, long k) => SpecialFunctions.GammaLn(n + 1) - SpecialFunctions.GammaLn(k + 1) - SpecialFunctions.GammaLn(n - k + 1);
}
