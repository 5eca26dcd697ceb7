namespace AiInfra.Metrics.Statistics;

/// <summary>CUPED (Deng et al. 2013): takes out of an outcome what a covariate from before the experiment explains, so that fewer rows see the same effect. The covariate must not be touched by the treatment.</summary>
public static class Cuped
{
    /// <summary>Compares two sides, first minus second.</summary>
    /// <param name="first">Outcomes of the first side, two or more.</param>
    /// <param name="firstBefore">The covariate of the same rows; NaN where it is missing.</param>
    /// <param name="second">Outcomes of the second side, two or more.</param>
    /// <param name="secondBefore">The covariate of the same rows; NaN where it is missing.</param>
    /// <param name="confidence">Confidence of both sides of the interval together.</param>
    /// <exception cref="ArgumentException">Lengths differ, a side has fewer than two rows, an outcome is not finite or a covariate infinite; the message names the first index.</exception>
    public static CupedResult Compare(ReadOnlySpan<double> first, ReadOnlySpan<double> firstBefore, ReadOnlySpan<double> second, ReadOnlySpan<double> secondBefore, double confidence = 0.95)
    {
        ConfidenceInterval.CheckConfidence(confidence);
        Check(first, firstBefore, nameof(first), nameof(firstBefore));
        Check(second, secondBefore, nameof(second), nameof(secondBefore));
        // Outcomes far from zero lose digits when they are adjusted; only their differences matter.
        double[] a = PairedDifferences.Less(first, first[0]), b = PairedDifferences.Less(second, first[0]);
        var sums = new CupedSums();
        sums.Add(a, firstBefore);
        sums.Add(b, secondBefore);
        (double theta, double ofMissing) = sums.Solve();
        (double plain, double plainError, double plainFreedom) = Difference(a, b);
        (double adjusted, double error, double freedom) = Difference(sums.Adjust(a, firstBefore, theta, ofMissing), sums.Adjust(b, secondBefore, theta, ofMissing));
        double rounding = Math.Max(PairedDifferences.LargestError(first, first), PairedDifferences.LargestError(second, second));
        double p = error * Math.Sqrt(Math.Min(a.Length, b.Length)) <= rounding ? (Math.Abs(adjusted) <= 2 * rounding ? 1 : 0) : NormalTail.StudentPValue(adjusted / error, freedom, PairedAlternative.TwoSided);
        return new(
            theta,
            sums.Correlation,
            plainError == 0 ? 0 : 1 - (error * error / (plainError * plainError)),
            adjusted,
            error,
            p,
            Interval(adjusted, error, freedom, confidence),
            plain,
            plainError,
            Interval(plain, plainError, plainFreedom, confidence),
            sums.Missing);
    }

    /// <summary>Adjusts the outcomes of one side or of all rows: outcome - theta · (covariate - its mean). The mean stays, the variance falls by the squared correlation.</summary>
    /// <param name="outcomes">Outcomes, two or more.</param>
    /// <param name="before">The covariate of the same rows; NaN where it is missing.</param>
    /// <returns>Adjusted outcomes in the order given, and theta.</returns>
    /// <exception cref="ArgumentException">Lengths differ, there are fewer than two rows, an outcome is not finite or a covariate infinite; the message names the first index.</exception>
    public static (double[] Adjusted, double Theta) Adjust(ReadOnlySpan<double> outcomes, ReadOnlySpan<double> before)
    {
        Check(outcomes, before, nameof(outcomes), nameof(before));
        var sums = new CupedSums();
        sums.Add(outcomes, before);
        (double theta, double ofMissing) = sums.Solve();
        return (sums.Adjust(outcomes, before, theta, ofMissing), theta);
    }

    private static void Check(ReadOnlySpan<double> outcomes, ReadOnlySpan<double> before, string name, string beforeName)
    {
        if (outcomes.Length < 2)
        {
            throw new ArgumentException($"{name} has {outcomes.Length} rows; two or more are needed.", name);
        }

        if (outcomes.Length != before.Length)
        {
            throw new ArgumentException($"There are {outcomes.Length} outcomes but {before.Length} covariates.", beforeName);
        }

        PairedDifferences.RequireFinite(outcomes, name);
        for (int i = 0; i < before.Length; i++)
        {
            if (double.IsInfinity(before[i]))
            {
                throw new ArgumentException($"{beforeName}[{i}] is {before[i]}; a covariate is a finite number, or NaN where it is missing.", beforeName);
            }
        }
    }

    private static (double Difference, double Error, double Freedom) Difference(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        (double meanA, double a) = Moments(first);
        (double meanB, double b) = Moments(second);
        double freedom = (a + b) * (a + b) / ((a * a / (first.Length - 1)) + (b * b / (second.Length - 1)));
        return (meanA - meanB, Math.Sqrt(a + b), freedom);
    }

    // The mean and its variance.
    private static (double Mean, double Variance) Moments(ReadOnlySpan<double> values)
    {
        double mean = PairedDifferences.Mean(values), squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, squares / (values.Length - 1) / values.Length);
    }

    private static ConfidenceInterval Interval(double difference, double error, double freedom, double confidence)
    {
        double half = error == 0 ? 0 : NormalTail.StudentUpperQuantile(freedom, (1 - confidence) / 2) * error;
        return new(difference - half, difference + half, confidence);
    }
}
