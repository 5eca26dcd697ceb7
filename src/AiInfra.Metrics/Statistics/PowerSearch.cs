namespace AiInfra.Metrics.Statistics;

/// <summary>Finds where a power curve reaches a height, and checks what all power calculations take.</summary>
internal static class PowerSearch
{
    private const double MostRows = 1e13;

    public static void Check(double alpha, double power = 0.8, double ratio = 1)
    {
        if (!(alpha > 0 && alpha < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Alpha is between 0 and 1, both excluded.");
        }

        if (!(power > 0 && power < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(power), power, "A power is between 0 and 1, both excluded.");
        }

        if (!(ratio > 0) || double.IsInfinity(ratio))
        {
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "The ratio of the sides' rows is a finite number above 0.");
        }
    }

    /// <summary>The fewest rows at which the curve reaches the power.</summary>
    public static double Rows(Func<double, double> curve, double power, double fewest)
    {
        double low = fewest, high = fewest;
        while (!(curve(high) >= power))
        {
            low = high;
            high *= 2;
            if (high > MostRows)
            {
                throw new ArgumentOutOfRangeException(nameof(power), power, "No number of rows reaches this power: the effect is 0, or not on the side that the alternative looks for.");
            }
        }

        return Bisect(curve, power, low, high);
    }

    /// <summary>The smallest effect at which the curve reaches the power.</summary>
    public static double Effect(Func<double, double> curve, double power, double largest)
    {
        double high = Math.Min(largest, 1e-6);
        while (high < largest && !(curve(high) >= power))
        {
            high = Math.Min(largest, high * 2);
        }

        return curve(high) >= power ? Bisect(curve, power, 0, high) : double.NaN;
    }

    private static double Bisect(Func<double, double> curve, double power, double low, double high)
    {
        for (int i = 0; i < 200 && low < high; i++)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                break;
            }

            (low, high) = curve(middle) >= power ? (low, middle) : (middle, high);
        }

        return high;
    }

    /// <summary>Power of a normal statistic whose standard deviation differs under the null hypothesis and the alternative.</summary>
    public static double Normal(double effect, double rows, double deviationNull, double deviationAlternative, double alpha, PairedAlternative alternative)
    {
        double bar = NormalTail.UpperQuantile(alternative == PairedAlternative.TwoSided ? alpha / 2 : alpha) * deviationNull / deviationAlternative;
        double distance = effect * Math.Sqrt(rows) / deviationAlternative;
        double up = alternative == PairedAlternative.Less ? 0 : NormalTail.Upper(bar - distance);
        double down = alternative == PairedAlternative.Greater ? 0 : NormalTail.Upper(bar + distance);
        return up + down;
    }

    /// <summary>Power of Student's t with a noncentrality.</summary>
    public static double Student(double noncentrality, double freedom, double alpha, PairedAlternative alternative)
    {
        double bar = NormalTail.StudentUpperQuantile(freedom, alternative == PairedAlternative.TwoSided ? alpha / 2 : alpha);
        double up = alternative == PairedAlternative.Less ? 0 : 1 - NoncentralT.Cumulative(bar, freedom, noncentrality);
        double down = alternative == PairedAlternative.Greater ? 0 : NoncentralT.Cumulative(-bar, freedom, noncentrality);
        return Math.Clamp(up + down, 0, 1);
    }
}
