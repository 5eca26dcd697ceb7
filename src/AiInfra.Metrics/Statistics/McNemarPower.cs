namespace AiInfra.Metrics.Statistics;

/// <summary>Power, rows and smallest visible effect of McNemar's test: two classifiers on the same rows. Only rows on which exactly one is right count; the effect is the difference of their shares, which is the difference of the accuracies.</summary>
/// <remarks>The normal approximation of Connor (1987). Expect a tenth of the rows of two independent samples where the classifiers mostly agree.</remarks>
public static class McNemarPower
{
    /// <summary>The chance that the difference is seen.</summary>
    /// <param name="onlyFirst">Share of rows on which only the first is right.</param>
    /// <param name="onlySecond">Share of rows on which only the second is right.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="alpha">Level of the test.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double Power(double onlyFirst, double onlySecond, double rows, double alpha = 0.05, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        PowerSearch.Check(alpha);
        ProportionsPower.CheckShare(onlyFirst, nameof(onlyFirst));
        ProportionsPower.CheckShare(onlySecond, nameof(onlySecond));
        ProportionsPower.CheckShare(onlyFirst + onlySecond, nameof(onlySecond));
        if (!(rows > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(rows), rows, "Rows are above 0.");
        }

        double discordant = onlyFirst + onlySecond, difference = onlyFirst - onlySecond;
        double really = Math.Sqrt(discordant - (difference * difference));
        return really == 0 ? (difference == 0 ? 0 : 1) : PowerSearch.Normal(difference, rows, Math.Sqrt(discordant), really, alpha, alternative);
    }

    /// <summary>The rows that see the difference with this power.</summary>
    /// <param name="onlyFirst">Share of rows on which only the first is right.</param>
    /// <param name="onlySecond">Share of rows on which only the second is right, another one.</param>
    /// <param name="power">Wanted power.</param>
    /// <param name="alpha">Level of the test.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or no number of rows is enough.</exception>
    public static PowerResult Rows(double onlyFirst, double onlySecond, double power = 0.8, double alpha = 0.05, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        PowerSearch.Check(alpha, power);
        double rows = PowerSearch.Rows(n => Power(onlyFirst, onlySecond, n, alpha, alternative), power, 1);
        return new("McNemar", onlyFirst - onlySecond, rows, 0, Power(onlyFirst, onlySecond, rows, alpha, alternative), alpha);
    }

    /// <summary>The smallest difference of the accuracies that so many rows see with this power.</summary>
    /// <param name="discordant">Share of rows on which exactly one is right.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="power">Wanted power.</param>
    /// <param name="alpha">Level of the two-sided test.</param>
    /// <returns>The effect is NaN where not even a difference in all these rows is seen.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static PowerResult MinimalEffect(double discordant, double rows, double power = 0.8, double alpha = 0.05)
    {
        PowerSearch.Check(alpha, power);
        ProportionsPower.CheckShare(discordant, nameof(discordant));
        double effect = PowerSearch.Effect(e => Power((discordant + e) / 2, (discordant - e) / 2, rows, alpha), power, discordant);
        return new("McNemar", effect, rows, 0, power, alpha);
    }
}
