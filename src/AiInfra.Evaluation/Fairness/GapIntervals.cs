using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>Intervals of differences and ratios from the intervals of the two parts: the method of variance estimates recovery (Zou and Donner 2008). Of Wilson intervals of two rates it is Newcombe's (1998) difference.</summary>
internal static class GapIntervals
{
    public static (double Low, double High) Difference(double x, ConfidenceInterval ofX, double y, ConfidenceInterval ofY) => (
        x - y - Math.Sqrt(Square(x - ofX.Low) + Square(ofY.High - y)),
        x - y + Math.Sqrt(Square(ofX.High - x) + Square(y - ofY.Low)));

    /// <summary>Of x / y, on logarithms; both and their intervals zero or more, y above 0.</summary>
    public static (double Low, double High) Ratio(double x, ConfidenceInterval ofX, double y, ConfidenceInterval ofY)
    {
        double low = x > 0 && ofX.Low > 0 ? x / y * Math.Exp(-Math.Sqrt(Square(Math.Log(x / ofX.Low)) + Square(Math.Log(ofY.High / y)))) : 0;
        double high = ofY.Low <= 0 ? double.PositiveInfinity
            : x > 0 ? x / y * Math.Exp(Math.Sqrt(Square(Math.Log(ofX.High / x)) + Square(Math.Log(y / ofY.Low))))
            : ofX.High / ofY.Low;
        return (low, high);
    }

    private static double Square(double x) => x * x;
}
