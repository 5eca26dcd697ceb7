using MathNet.Numerics;

namespace AiInfra.Metrics.Statistics;

/// <summary>Tests of whether two independent shares differ. For two classifiers on the same rows use <see cref="McNemarTest"/>.</summary>
public static class ProportionTest
{
    /// <summary>The z test with the pooled share.</summary>
    /// <param name="successesFirst">Successes of the first.</param>
    /// <param name="trialsFirst">Trials of the first, more than 0.</param>
    /// <param name="successesSecond">Successes of the second.</param>
    /// <param name="trialsSecond">Trials of the second, more than 0.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <returns>z is NaN and the p-value 1 where both shares are 0, or both 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or successes are not between 0 and trials.</exception>
    /// <remarks>statsmodels: proportions_ztest with its defaults.</remarks>
    public static ProportionTestResult Z(double successesFirst, double trialsFirst, double successesSecond, double trialsSecond, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        ConfidenceInterval interval = ProportionDifference.Newcombe(successesFirst, trialsFirst, successesSecond, trialsSecond);
        double p = successesFirst / trialsFirst, q = successesSecond / trialsSecond;
        double pooled = (successesFirst + successesSecond) / (trialsFirst + trialsSecond);
        double z = (p - q) / Math.Sqrt(pooled * (1 - pooled) * ((1 / trialsFirst) + (1 / trialsSecond)));
        return new("two shares, pooled z", z, double.IsNaN(z) ? 1 : NormalTail.PValue(z, alternative), p, q, p - q, interval);
    }

    /// <summary>Fisher's exact test: with both margins of the two by two table fixed the count is hypergeometric. Two-sided: all tables that are at most as probable as the one seen.</summary>
    /// <param name="successesFirst">Successes of the first.</param>
    /// <param name="trialsFirst">Trials of the first, more than 0.</param>
    /// <param name="successesSecond">Successes of the second.</param>
    /// <param name="trialsSecond">Trials of the second, more than 0.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no trials, or successes are not between 0 and trials.</exception>
    /// <remarks>SciPy: fisher_exact on [[successes, failures] of the first, of the second].</remarks>
    public static ProportionTestResult FisherExact(long successesFirst, long trialsFirst, long successesSecond, long trialsSecond, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        ConfidenceInterval interval = ProportionDifference.Newcombe(successesFirst, trialsFirst, successesSecond, trialsSecond);
        long failuresFirst = trialsFirst - successesFirst, failuresSecond = trialsSecond - successesSecond;
        long successes = successesFirst + successesSecond;
        double p = (double)successesFirst / trialsFirst, q = (double)successesSecond / trialsSecond;
        double odds = (double)successesFirst * failuresSecond / ((double)successesSecond * failuresFirst);
        if (successes == 0 || successes == trialsFirst + trialsSecond)
        {
            return new("two shares, Fisher exact", double.NaN, 1, p, q, p - q, interval);
        }

        long from = Math.Max(0, successes - trialsSecond), to = Math.Min(successes, trialsFirst);
        double Log(long k) => LogChoose(trialsFirst, k) + LogChoose(trialsSecond, successes - k);
        double all = LogChoose(trialsFirst + trialsSecond, successes), seen = Log(successesFirst);
        double sum = 0;
        for (long k = from; k <= to; k++)
        {
            double log = Log(k);
            bool counts = alternative switch
            {
                PairedAlternative.Greater => k >= successesFirst,
                PairedAlternative.Less => k <= successesFirst,
                // Logarithms of factorials of a million miss by some 1e-9; tables that are as probable must count.
                _ => log <= seen + 1e-7,
            };
            sum += counts ? Math.Exp(log - all) : 0;
        }

        return new("two shares, Fisher exact", odds, Math.Min(1, sum), p, q, p - q, interval);
    }

    private static double LogChoose(long n, long k) => SpecialFunctions.GammaLn(n + 1.0) - SpecialFunctions.GammaLn(k + 1.0) - SpecialFunctions.GammaLn(n - k + 1.0);
}
