namespace AiInfra.Metrics.Statistics;

/// <summary>Power and rows of a comparison of two areas under the ROC curve on the same rows, with the variance of Hanley and McNeil (1982), which takes scores as negative exponential: a planning figure. The effect is the difference of the areas, first minus second.</summary>
public static class AucPower
{
    /// <summary>The standard error of an area.</summary>
    /// <param name="area">The area, between 0 and 1.</param>
    /// <param name="positives">Positive rows.</param>
    /// <param name="negatives">Negative rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double StandardError(double area, double positives, double negatives)
    {
        ProportionsPower.CheckShare(area, nameof(area));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(positives);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(negatives);
        double one = area / (2 - area), two = 2 * area * area / (1 + area), square = area * area;
        return Math.Sqrt(((area * (1 - area)) + ((positives - 1) * (one - square)) + ((negatives - 1) * (two - square))) / (positives * negatives));
    }

    /// <summary>The chance that the difference is seen.</summary>
    /// <param name="first">Area of the first model.</param>
    /// <param name="second">Area of the second model.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="positiveShare">Share of positive rows, between 0 and 1.</param>
    /// <param name="correlation">Correlation of the two areas over samples of rows: 0 for different rows, near 1 for models that rank alike.</param>
    /// <param name="alpha">Level of the test.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double Power(double first, double second, double rows, double positiveShare, double correlation = 0.5, double alpha = 0.05, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        PowerSearch.Check(alpha);
        if (!(positiveShare > 0 && positiveShare < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(positiveShare), positiveShare, "The share of positive rows is between 0 and 1, both excluded.");
        }

        if (!(correlation > -1 && correlation < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(correlation), correlation, "A correlation is between -1 and 1, both excluded.");
        }

        double a = StandardError(first, rows * positiveShare, rows * (1 - positiveShare)), b = StandardError(second, rows * positiveShare, rows * (1 - positiveShare));
        double middle = StandardError((first + second) / 2, rows * positiveShare, rows * (1 - positiveShare));
        double really = Math.Sqrt((a * a) + (b * b) - (2 * correlation * a * b)), under = middle * Math.Sqrt(2 * (1 - correlation));
        return really == 0 ? (first == second ? 0 : 1) : PowerSearch.Normal(first - second, 1, under, really, alpha, alternative);
    }

    /// <summary>The rows that see the difference with this power.</summary>
    /// <param name="first">Area of the first model.</param>
    /// <param name="second">Area of the second model, another one.</param>
    /// <param name="positiveShare">Share of positive rows, between 0 and 1.</param>
    /// <param name="correlation">Correlation of the two areas over samples of rows.</param>
    /// <param name="power">Wanted power.</param>
    /// <param name="alpha">Level of the test.</param>
    /// <param name="alternative">What is looked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or no number of rows is enough.</exception>
    public static PowerResult Rows(double first, double second, double positiveShare, double correlation = 0.5, double power = 0.8, double alpha = 0.05, PairedAlternative alternative = PairedAlternative.TwoSided)
    {
        PowerSearch.Check(alpha, power);
        double rows = PowerSearch.Rows(n => Power(first, second, n, positiveShare, correlation, alpha, alternative), power, 4);
        return new("two areas under ROC", first - second, rows, 0, Power(first, second, rows, positiveShare, correlation, alpha, alternative), alpha);
    }
}
