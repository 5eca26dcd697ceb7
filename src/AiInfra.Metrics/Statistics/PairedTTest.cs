namespace AiInfra.Metrics.Statistics;

/// <summary>Student's paired t-test, also in a form that bears serial correlation.</summary>
public static class PairedTTest
{
    /// <summary>Tests whether the mean of the differences is zero; the pairs are taken as independent.</summary>
    /// <param name="first">Values of the first, for example its losses by row.</param>
    /// <param name="second">Values of the second on the same rows.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <param name="shift">The difference under the null hypothesis.</param>
    /// <exception cref="ArgumentException">Lengths differ, there are fewer than two pairs, or a value is not finite.</exception>
    public static PairedTestResult Test(ReadOnlySpan<double> first, ReadOnlySpan<double> second, PairedAlternative alternative = PairedAlternative.TwoSided, double shift = 0) =>
        Test("paired t", PairedDifferences.Of(first, second), 0, alternative, shift, PairedDifferences.Errors(first, second));

    /// <summary>Tests the mean of the differences of a time stream: the long-run variance by Newey and West's (1987) Bartlett kernel, the statistic of Diebold and Mariano (1995) on Student's t.</summary>
    /// <param name="first">Values of the first in the order of time.</param>
    /// <param name="second">Values of the second on the same rows.</param>
    /// <param name="lag">Correlations up to this lag are allowed for; -1 chooses it from the data (<see cref="SerialDependence.Lag"/>).</param>
    /// <param name="alternative">What is looked for.</param>
    /// <param name="shift">The difference under the null hypothesis.</param>
    public static PairedTestResult TestSerial(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int lag = -1, PairedAlternative alternative = PairedAlternative.TwoSided, double shift = 0)
    {
        double[] differences = PairedDifferences.Of(first, second);
        int used = lag < 0 ? SerialDependence.Lag(differences) : Math.Min(lag, differences.Length - 2);
        return Test($"paired t, serial to lag {used}", differences, used, alternative, shift, PairedDifferences.Errors(first, second));
    }

    internal static PairedTestResult Test(string name, ReadOnlySpan<double> differences, int lag, PairedAlternative alternative, double shift, double[] errors)
    {
        int n = differences.Length;
        if (n < 2)
        {
            throw new ArgumentException($"A paired t-test needs two pairs or more; there are {n}.", "first");
        }

        if (PairedDifferences.Power(differences) is not 0 and int power)
        {
            PairedTestResult scaled = Test(name, PairedDifferences.Scaled(differences, power), lag, alternative, Math.ScaleB(shift, power), PairedDifferences.Scaled(errors, power));
            return scaled with { Difference = Math.ScaleB(scaled.Difference, -power), StandardError = Math.ScaleB(scaled.StandardError, -power) };
        }

        double mean = PairedDifferences.Mean(differences);
        double error = lag <= 0 ? Math.Sqrt(SerialDependence.Autocovariance(differences, mean, 0) / (n - 1)) : Math.Sqrt(SerialDependence.LongRunVariance(differences, lag) / n);
        double distance = mean - shift;
        if (PairedDifferences.AreAlike(differences, errors))
        {
            // Certain when they differ from the shift by more than rounding, nothing to see when not.
            distance = Math.Abs(distance) <= 2 * PairedDifferences.Mean(errors) ? 0 : distance;
            bool asAsked = alternative == PairedAlternative.TwoSided ? distance != 0 : alternative == PairedAlternative.Greater ? distance > 0 : distance < 0;
            return new(name, distance == 0 ? double.NaN : double.PositiveInfinity * Math.Sign(distance), distance == 0 || !asAsked ? 1 : 0, n, mean, 0);
        }

        double t = distance / error;
        // A kernel over L lags leaves about n / (1 + 2L) independent pieces; Student's t on those keeps the test from being too sure of few long blocks.
        double freedom = lag <= 0 ? n - 1 : Math.Max(1, (n / (1.0 + (2.0 * lag))) - 1);
        return new(name, t, NormalTail.StudentPValue(t, freedom, alternative), n, mean, error);
    }
}
