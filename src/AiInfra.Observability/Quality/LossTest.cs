using MathNet.Numerics;

namespace AiInfra.Observability.Quality;

/// <summary>One-sided tests of "the loss has not risen".</summary>
internal static class LossTest
{
    /// <summary>The chance of a rise at least so large without a change.</summary>
    /// <param name="baseline">The losses before.</param>
    /// <param name="loss">Mean loss now.</param>
    /// <param name="deviation">Its standard deviation.</param>
    /// <param name="rows">Effective rows now.</param>
    /// <param name="isShare">Whether losses are 0 or 1.</param>
    public static double PValue(QualityBaseline baseline, double loss, double deviation, double rows, bool isShare) =>
        isShare ? Fisher(baseline.Loss, baseline.Rows, loss, rows) : Welch(baseline, loss, deviation, rows);

    // Fisher's exact test of two shares: valid for few errors too, where the normal approximation is not. Effective rows are rounded down.
    private static double Fisher(double shareBefore, double rowsBefore, double shareNow, double rowsNow)
    {
        long n = Math.Max(1, (long)rowsNow), m = Math.Max(1, (long)rowsBefore);
        long errors = (long)Math.Round(shareNow * n), errorsBefore = (long)Math.Round(shareBefore * m), all = errors + errorsBefore;
        double term = Math.Exp(LogChoose(n, errors) + LogChoose(m, all - errors) - LogChoose(n + m, all)), sum = term;
        for (long k = errors; k < Math.Min(n, all) && term > sum * 1e-17; k++)
        {
            term *= (double)(n - k) * (all - k) / ((double)(k + 1) * (m - all + k + 1));
            sum += term;
        }

        return Math.Min(1, sum);
    }

    private static double LogChoose(long n, long k) =>
        k < 0 || k > n ? double.NegativeInfinity : SpecialFunctions.GammaLn(n + 1.0) - SpecialFunctions.GammaLn(k + 1.0) - SpecialFunctions.GammaLn(n - k + 1.0);

    private static double Welch(QualityBaseline baseline, double loss, double deviation, double rows)
    {
        double a = deviation * deviation / rows, b = baseline.Deviation * baseline.Deviation / baseline.Rows;
        if (a + b == 0)
        {
            return loss > baseline.Loss ? 0 : 1;
        }

        double t = (loss - baseline.Loss) / Math.Sqrt(a + b);
        double freedom = (a + b) * (a + b) / ((a * a / Math.Max(1, rows - 1)) + (b * b / Math.Max(1, baseline.Rows - 1)));
        double tail = SpecialFunctions.BetaRegularized(freedom / 2, 0.5, freedom / (freedom + (t * t))) / 2;
        return t > 0 ? tail : 1 - tail;
    }
}
