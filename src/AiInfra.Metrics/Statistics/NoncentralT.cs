using MathNet.Numerics;

namespace AiInfra.Metrics.Statistics;

/// <summary>The noncentral t distribution, as a sum of incomplete beta functions with Poisson weights (Lenth 1989, AS 243).</summary>
internal static class NoncentralT
{
    public static double Cumulative(double t, double freedom, double noncentrality)
    {
        if (t < 0)
        {
            return 1 - Cumulative(-t, freedom, -noncentrality);
        }

        if (Math.Abs(noncentrality) > 60)
        {
            // Far out the normal approximation (Abramowitz and Stegun 26.7.10) and the sum agree.
            return NormalTail.Upper(-((t * (1 - (1 / (4 * freedom)))) - noncentrality) / Math.Sqrt(1 + (t * t / (2 * freedom))));
        }

        double x = t * t / (t * t + freedom), rest = freedom / (t * t + freedom), half = noncentrality * noncentrality / 2, sum = 0, left = 1;

        // Far out x is all but 1, and only the rest still has its digits.
        double Beta(double a) => x < 0.5 ? SpecialFunctions.BetaRegularized(a, freedom / 2, x) : 1 - SpecialFunctions.BetaRegularized(freedom / 2, a, rest);
        if (noncentrality == 0 || x == 0)
        {
            return NormalTail.Upper(noncentrality) + (x == 0 ? 0 : Beta(0.5) / 2);
        }

        double sign = Math.Sign(noncentrality), logHalf = Math.Log(half);
        for (int j = 0; j < 20_000; j++)
        {
            double even = Math.Exp((j * logHalf) - half - SpecialFunctions.GammaLn(j + 1));
            double odd = sign * Math.Exp(((j + 0.5) * logHalf) - half - SpecialFunctions.GammaLn(j + 1.5));
            double beta = Beta(j + 0.5);
            sum += (even * beta) + (odd * Beta(j + 1));
            left -= even;
            if (j > half && Math.Max(left, even) * beta < 1e-15)
            {
                break;
            }
        }

        return Math.Clamp(NormalTail.Upper(noncentrality) + (sum / 2), 0, 1);
    }
}
