using AiInfra.Metrics.Statistics;
using MathNet.Numerics.Distributions;

namespace AiInfra.Metrics.Numerics;

/// <summary>Interval of a correlation by Fisher's transform (1921): normal on the inverse hyperbolic tangent.</summary>
internal static class FisherInterval
{
    // A standard error of a thousand where three span everything: the rows left after the freedom taken are nothing but a rounding.
    private const double MostVariance = 1e6;

    /// <summary>The interval; null where the variance is not known.</summary>
    public static ConfidenceInterval? Of(double correlation, double variance, double confidence)
    {
        if (!(variance > 0 && variance < MostVariance))
        {
            return null;
        }

        double z = Math.Atanh(correlation), half = Normal.InvCDF(0, 1, (1 + confidence) / 2) * Math.Sqrt(variance);
        return new(Math.Tanh(z - half), Math.Tanh(z + half), confidence);
    }
}
