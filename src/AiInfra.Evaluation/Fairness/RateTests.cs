using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>Which test of whether rates are equal fits the counts.</summary>
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
        return Math.Min(n, m) * Math.Min(pooled, 1 - pooled) < LeastExpected
            ? (Fisher((long)Math.Round(a), (long)Math.Round(n), (long)Math.Round(b), (long)Math.Round(m)), "Fisher's exact")
            : (ProportionTest.Z(a, n, b, m).PValue, "two-proportion z");
    }

    /// <summary>Many rates: Pearson's chi-square of homogeneity; two as above.</summary>
    public static double All(IReadOnlyList<(double Successes, double Trials)> rates)
    {
        (double Successes, double Trials)[] filled = [.. rates.Where(r => r.Trials > 0)];
        return filled.Length switch
        {
            < 2 => 1,
            2 => Two(filled[0].Successes, filled[0].Trials, filled[1].Successes, filled[1].Trials).PValue,
            // Groups that all have the rate 0, or all 1, do not differ; the test itself has no freedom then.
            _ when filled.All(r => r.Successes <= 0) || filled.All(r => r.Successes >= r.Trials) => 1,
            _ => ChiSquareTest.Homogeneity([.. filled.Select(r => new[] { r.Successes, Math.Max(0, r.Trials - r.Successes) })]).PValue,
        };
    }

    // Weighted counts may round to no trial at all.
    private static double Fisher(long a, long n, long b, long m) => n > 0 && m > 0 ? ProportionTest.FisherExact(Math.Min(a, n), n, Math.Min(b, m), m).PValue : 1;
}
