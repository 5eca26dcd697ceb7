namespace AiInfra.Metrics.Statistics;

/// <summary>Power, pairs and smallest visible effect of a paired t test: two models on the same rows. Effects are the mean difference over the standard deviation of the differences.</summary>
/// <remarks>Exact by the noncentral t distribution; statsmodels: TTestPower.</remarks>
public static class PairedMeansPower
{
    /// <summary>The chance that the effect is seen.</summary>
    /// <param name="effect">Mean difference in standard deviations of the differences.</param>
    /// <param name="pairs">Pairs, more than 1.</param>
    /// <param name="alpha">Level of the test.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double Power(double effect, double pairs, double alpha = 0.05, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        PowerSearch.Check(alpha);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(pairs, 1);
        return PowerSearch.Student(effect * Math.Sqrt(pairs), pairs - 1, alpha, alternative);
    }

    /// <summary>The pairs that see the effect with this power.</summary>
    /// <param name="effect">Mean difference in standard deviations of the differences, not 0.</param>
    /// <param name="power">Wanted power.</param>
    /// <param name="alpha">Level of the test.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or no number of pairs is enough.</exception>
    public static PowerResult Pairs(double effect, double power = 0.8, double alpha = 0.05, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        PowerSearch.Check(alpha, power);
        double pairs = PowerSearch.Rows(n => Power(effect, n, alpha, alternative), power, 1.1);
        return new("paired means, t", effect, pairs, 0, Power(effect, pairs, alpha, alternative), alpha);
    }

    /// <summary>The smallest effect that so many pairs see with this power, in standard deviations of the differences.</summary>
    /// <param name="pairs">Pairs, more than 1.</param>
    /// <param name="power">Wanted power.</param>
    /// <param name="alpha">Level of the test.</param>
    /// <param name="alternative">What is looked for; the effect returned is above 0 for two sides and greater, below for less.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static PowerResult MinimalEffect(double pairs, double power = 0.8, double alpha = 0.05, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        PowerSearch.Check(alpha, power);
        double sign = alternative == PairedAlternative.Less ? -1 : 1;
        double effect = sign * PowerSearch.Effect(e => Power(sign * e, pairs, alpha, alternative), power, 1e6);
        return new("paired means, t", effect, pairs, 0, power, alpha);
    }
}
