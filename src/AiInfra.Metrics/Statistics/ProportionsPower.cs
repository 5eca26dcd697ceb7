namespace AiInfra.Metrics.Statistics;

/// <summary>Power, rows and smallest visible effect of the z test of two independent shares: the pooled variance under the null hypothesis, the unpooled one under the alternative. Effects are differences of shares, first minus second.</summary>
/// <remarks>statsmodels: power_proportions_2indep. A rule of thumb for 80 % at 5 %: 16·p(1-p) / difference² rows a side.</remarks>
public static class ProportionsPower
{
    /// <summary>The chance that the difference is seen.</summary>
    /// <param name="first">Share of the first side.</param>
    /// <param name="second">Share of the second side.</param>
    /// <param name="rows">Rows of the first side.</param>
    /// <param name="ratio">Rows of the second side over those of the first.</param>
    /// <param name="alpha">Level of the test.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double Power(double first, double second, double rows, double ratio = 1, double alpha = 0.05, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        PowerSearch.Check(alpha, ratio: ratio);
        CheckShare(first, nameof(first));
        CheckShare(second, nameof(second));
        if (!(rows > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(rows), rows, "Rows are above 0.");
        }

        double pooled = (first + (second * ratio)) / (1 + ratio);
        double under = Math.Sqrt(pooled * (1 - pooled) * (1 + (1 / ratio)));
        double really = Math.Sqrt((first * (1 - first)) + (second * (1 - second) / ratio));
        return really == 0 ? (first == second ? 0 : 1) : PowerSearch.Normal(first - second, rows, under, really, alpha, alternative);
    }

    /// <summary>The rows that see the difference with this power.</summary>
    /// <param name="first">Share of the first side.</param>
    /// <param name="second">Share of the second side, another one.</param>
    /// <param name="power">Wanted power.</param>
    /// <param name="ratio">Rows of the second side over those of the first.</param>
    /// <param name="alpha">Level of the test.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or no number of rows is enough.</exception>
    public static PowerResult Rows(double first, double second, double power = 0.8, double ratio = 1, double alpha = 0.05, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        PowerSearch.Check(alpha, power, ratio);
        double rows = PowerSearch.Rows(n => Power(first, second, n, ratio, alpha, alternative), power, 1);
        return new("two shares, z", first - second, rows, rows * ratio, Power(first, second, rows, ratio, alpha, alternative), alpha);
    }

    /// <summary>The smallest rise of the first share over a baseline that so many rows see with this power.</summary>
    /// <param name="baseline">Share of the second side.</param>
    /// <param name="rows">Rows of the first side.</param>
    /// <param name="power">Wanted power.</param>
    /// <param name="ratio">Rows of the second side over those of the first.</param>
    /// <param name="alpha">Level of the two-sided test.</param>
    /// <returns>The effect is NaN where not even a rise to 1 is seen.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static PowerResult MinimalEffect(double baseline, double rows, double power = 0.8, double ratio = 1, double alpha = 0.05)
    {
        PowerSearch.Check(alpha, power, ratio);
        CheckShare(baseline, nameof(baseline));
        double effect = PowerSearch.Effect(e => Power(Math.Min(1, baseline + e), baseline, rows, ratio, alpha), power, 1 - baseline);
        return new("two shares, z", effect, rows, rows * ratio, power, alpha);
    }

    internal static void CheckShare(double share, string name)
    {
        if (!(share >= 0 && share <= 1))
        {
            throw new ArgumentOutOfRangeException(name, share, "A share is between 0 and 1.");
        }
    }
}
