using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace AiInfra.Core.Statistics;

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
        double both = SpecialFunctions.BetaRegularized(freedom / 2, 0.5, freedom / (freedom + (t * t)));
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
        if (freedom > 1e8)
        {
            return UpperQuantile(tail);
        }

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
}
