using System.Text.Json.Serialization;
using MathNet.Numerics.Distributions;

namespace AiInfra.Data.Encoders;

/// <summary>
/// Where an encoded number stands among those of the training rows, as the normal score of its rank: straight lines between quantiles, flat beyond them.
/// A network then sees fine differences where most rows are, whatever the shape of the distribution.
/// </summary>
/// <param name="Knots">Quantiles, strictly climbing.</param>
/// <param name="Scores">The normal score at each.</param>
internal sealed record RankCurve(double[] Knots, double[] Scores)
{
    public const int Segments = 16;
    private const double Edge = 0.005;

    /// <summary>Length of each segment.</summary>
    [JsonIgnore]
    public double[] Widths { get; } = [.. Knots.Zip(Knots.Skip(1), (a, b) => b - a)];

    /// <summary>Rise of each segment for one of length.</summary>
    [JsonIgnore]
    public double[] Slopes { get; } = [.. Enumerable.Range(0, Math.Max(0, Knots.Length - 1)).Select(i => (Scores[i + 1] - Scores[i]) / (Knots[i + 1] - Knots[i]))];

    /// <summary>Learns the curve; null where there are too few different values for one.</summary>
    /// <param name="sorted">Encoded values, sorted.</param>
    public static RankCurve? Learn(double[] sorted)
    {
        var knots = new List<double>();
        var scores = new List<double>();
        for (int i = 0; i <= Segments; i++)
        {
            double p = Math.Clamp((double)i / Segments, Edge, 1 - Edge);
            double knot = NumberSummary.Quantile(sorted, p);
            if (knots.Count == 0 || knot > knots[^1])
            {
                knots.Add(knot);
                scores.Add(Normal.InvCDF(0, 1, p));
            }
        }

        return knots.Count <= Segments / 2 ? null : new RankCurve([.. knots], [.. scores]);
    }

    public double Score(double z)
    {
        double score = Scores[0];
        for (int i = 0; i < Slopes.Length; i++)
        {
            score += Slopes[i] * Math.Min(Math.Max(z - Knots[i], 0), Widths[i]);
        }

        return score;
    }
}
