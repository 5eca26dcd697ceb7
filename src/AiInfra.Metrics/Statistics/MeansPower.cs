namespace AiInfra.Metrics.Statistics;

/// <summary>Power, rows and smallest visible effect of a t test of two independent means with equal variances. Effects are in standard deviations of the data (Cohen's d), first minus second.</summary>
/// <remarks>Exact by the noncentral t distribution; statsmodels: TTestIndPower. A rule of thumb for 80 % at 5 %: 16 / effect² rows a side.</remarks>
public static class MeansPower
{
    /// <summary>The chance that the effect is seen.</summary>
    /// <param name="effect">Difference of the means in standard deviations.</param>
    /// <param name="rows">Rows of the first side.</param>
    /// <param name="ratio">Rows of the second side over those of the first.</param>
    /// <param name="alpha">Level of the test.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double Power(double effect, double rows, double ratio = 1, double alpha = 0.05, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        PowerSearch.Check(alpha, ratio: ratio);
        double freedom = (rows * (1 + ratio)) - 2;
        return freedom > 0
            ? PowerSearch.Student(effect * Math.Sqrt(rows * ratio / (1 + ratio)), freedom, alpha, alternative)
            : throw new ArgumentOutOfRangeException(nameof(rows), rows, "Both sides together need more than two rows.");
    }

    /// <summary>The rows that see the effect with this power.</summary>
    /// <param name="effect">Difference of the means in standard deviations, not 0.</param>
    /// <param name="power">Wanted power.</param>
    /// <param name="ratio">Rows of the second side over those of the first.</param>
    /// <param name="alpha">Level of the test.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or no number of rows is enough.</exception>
    public static PowerResult Rows(double effect, double power = 0.8, double ratio = 1, double alpha = 0.05, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        PowerSearch.Check(alpha, power, ratio);
        double rows = PowerSearch.Rows(n => Power(effect, n, ratio, alpha, alternative), power, 2.1 / (1 + ratio));
        return new("two means, t", effect, rows, rows * ratio, Power(effect, rows, ratio, alpha, alternative), alpha);
    }

    /// <summary>The smallest effect that so many rows see with this power, in standard deviations.</summary>
    /// <param name="rows">Rows of the first side.</param>
    /// <param name="power">Wanted power.</param>
    /// <param name="ratio">Rows of the second side over those of the first.</param>
    /// <param name="alpha">Level of the test.</param>
    /// <param name="alternative">What is looked for; the effect returned is above 0 for two sides and greater, below for less.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static PowerResult MinimalEffect(double rows, double power = 0.8, double ratio = 1, double alpha = 0.05, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        PowerSearch.Check(alpha, power, ratio);
        double sign = alternative == PairedAlternative.Less ? -1 : 1;
        double effect = sign * PowerSearch.Effect(e => Power(sign * e, rows, ratio, alpha, alternative), power, 1e6);
        return new("two means, t", effect, rows, rows * ratio, power, alpha);
    }
}
