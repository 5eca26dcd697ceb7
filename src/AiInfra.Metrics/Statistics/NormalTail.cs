using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace AiInfra.Metrics.Statistics;

/// <summary>Tails of the normal and of Student's distribution that keep their digits when they are small.</summary>
internal static class NormalTail
{
    public static double Upper(double z) => SpecialFunctions.Erfc(z / Math.Sqrt(2)) / 2;

    public static double Quantile(double probability) => Normal.InvCDF(0, 1, probability);

    /// <summary>The number that a standard normal one exceeds with this probability; keeps its digits where that is small.</summary>
    public static double UpperQuantile(double tail) => -Normal.InvCDF(0, 1, tail);

    /// <summary>The p-value of a statistic that is standard normal where nothing differs.</summary>
    public static double PValue(double z, PairedAlternative alternative) => alternative switch
    {
        PairedAlternative.Greater => Upper(z),
        PairedAlternative.Less => Upper(-z),
        _ => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2)),
    };

    /// <summary>The p-value of a statistic that follows Student's t where nothing differs.</summary>
    public static double StudentPValue(double t, double freedom, PairedAlternative alternative)
    {
        double both = Both(t, freedom);
        return alternative switch
        {
            PairedAlternative.Greater => t > 0 ? both / 2 : 1 - (both / 2),
            PairedAlternative.Less => t < 0 ? both / 2 : 1 - (both / 2),
            _ => both,
        };
    }

    /// <summary>The number that Student's t exceeds with this probability, below one half: by halving an interval on the tail itself, exact to the last digits.</summary>
    public static double StudentUpperQuantile(double freedom, double tail)
    {
        double low = 0, high = 2;
        while (StudentPValue(high, freedom, PairedAlternative.Greater) > tail && high < 1e150)
        {
            low = high;
            high *= 4;
        }

        for (int i = 0; i < 200; i++)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                break;
            }

            (low, high) = StudentPValue(middle, freedom, PairedAlternative.Greater) > tail ? (middle, high) : (low, middle);
        }

        return high;
    }

    // Both tails. Of many degrees of freedom the incomplete beta function has few digits; Hill's normal statistic (1970, Algorithm 395) then has 12 or more. Near zero the small number is the middle, not the tails.
    private static double Both(double t, double freedom)
    {
        double square = t * t;
        if (double.IsInfinity(square))
        {
            return 0;
        }

        if (freedom > 10_000)
        {
            double a = freedom - 0.5, b = 48 * a * a, y = a * Log1Plus(square / freedom);
            double z = (((((((((-0.4 * y) - 3.3) * y) - 24) * y) - 85.5) / ((0.8 * y * y) + 100 + b)) + y + 3) / b) + 1;
            return SpecialFunctions.Erfc(z * Math.Sqrt(y / 2));
        }

        return square < 1
            ? 1 - SpecialFunctions.BetaRegularized(0.5, freedom / 2, square / (freedom + square))
            : SpecialFunctions.BetaRegularized(freedom / 2, 0.5, freedom / (freedom + square));
    }

    private static double Log1Plus(double x)
    {
        double rounded = 1 + x;
        return rounded == 1 ? x : Math.Log(rounded) * (x / (rounded - 1));
    }
}
