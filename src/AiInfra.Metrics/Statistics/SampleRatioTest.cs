using MathNet.Numerics;

namespace AiInfra.Metrics.Statistics;

/// <summary>Sample-ratio mismatch: did the rows fall to the sides as planned? When not, something lost or doubled rows of one side, and any comparison is suspect (Fabijan et al. 2019).</summary>
public static class SampleRatioTest
{
    private const int MostTables = 100_000;

    /// <summary>Compares counts with the plan.</summary>
    /// <param name="counts">Rows of each side, two sides or more.</param>
    /// <param name="planned">Planned shares of the same sides, in any unit; empty for equal ones.</param>
    /// <param name="alpha">Level; small, because this is asked of every experiment.</param>
    /// <returns>Exact (all tables at most as probable as the one seen) while there are at most 100,000 tables, otherwise chi-square.</returns>
    /// <exception cref="ArgumentException">Lengths differ, there are fewer than two sides or no row, a count is negative, or a planned share is not above 0; the message names the first index.</exception>
    public static SampleRatioResult Test(ReadOnlySpan<long> counts, ReadOnlySpan<double> planned = default, double alpha = 0.001)
    {
        PowerSearch.Check(alpha);
        if (counts.Length < 2 || (!planned.IsEmpty && planned.Length != counts.Length))
        {
            throw new ArgumentException($"Two sides or more are needed, and as many planned shares; there are {counts.Length} counts and {planned.Length} shares.", nameof(counts));
        }

        var shares = new double[counts.Length];
        long total = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            shares[i] = planned.IsEmpty ? 1 : planned[i];
            if (counts[i] < 0)
            {
                throw new ArgumentException($"counts[{i}] is {counts[i]}; a count is zero or more.", nameof(counts));
            }

            if (!(shares[i] > 0) || double.IsInfinity(shares[i]))
            {
                throw new ArgumentException($"planned[{i}] is {shares[i]}; a planned share is a finite number above 0.", nameof(planned));
            }

            total += counts[i];
        }

        if (total == 0)
        {
            throw new ArgumentException("There is no row on any side.", nameof(counts));
        }

        double all = shares.Sum();
        double[] share = Array.ConvertAll(shares, s => s / all), observed = Array.ConvertAll(counts.ToArray(), c => (double)c);
        ChiSquareResult chi = ChiSquareTest.GoodnessOfFit(observed, share);
        bool exact = SpecialFunctions.BinomialLn((int)Math.Min(int.MaxValue, total + counts.Length - 1), counts.Length - 1) <= Math.Log(MostTables);
        double p = exact ? Exact(counts, share, total) : chi.PValue;
        return new(exact ? (counts.Length == 2 ? "binomial, exact" : "multinomial, exact") : "chi-square", counts.ToArray(), Array.ConvertAll(share, s => s * total), chi.Statistic, p, alpha, p < alpha);
    }

    // The probability of all tables that are at most as probable as the one seen, with slack for rounding.
    private static double Exact(ReadOnlySpan<long> counts, double[] share, long total)
    {
        double[] logs = Array.ConvertAll(share, Math.Log);
        double seen = SpecialFunctions.GammaLn(total + 1.0);
        for (int i = 0; i < counts.Length; i++)
        {
            seen += (counts[i] * logs[i]) - SpecialFunctions.GammaLn(counts[i] + 1.0);
        }

        double Sum(int side, long left, double log)
        {
            if (side == logs.Length - 1)
            {
                log += (left * logs[side]) - SpecialFunctions.GammaLn(left + 1.0);
                return log <= seen + 1e-7 ? Math.Exp(log) : 0;
            }

            double sum = 0;
            for (long k = 0; k <= left; k++)
            {
                sum += Sum(side + 1, left - k, log + (k * logs[side]) - SpecialFunctions.GammaLn(k + 1.0));
            }

            return sum;
        }

        return Math.Min(1, Sum(0, total, SpecialFunctions.GammaLn(total + 1.0)));
    }
}
