namespace AiInfra.Training.Loop;

/// <summary>What a range test found.</summary>
/// <param name="Rates">Learning rates tried, rising.</param>
/// <param name="Losses">Smoothed loss at each.</param>
/// <param name="Suggestion">The rate at which the loss fell fastest by the logarithm of the rate, without the first ten and the last one; null where too few losses were finite.</param>
public sealed record LearningRateTest(IReadOnlyList<double> Rates, IReadOnlyList<double> Losses, double? Suggestion)
{
    private const int SkippedAtStart = 10;
    private const int SkippedAtEnd = 1;

    /// <inheritdoc />
    public override string ToString() => $"LearningRateTest {{ Rates = {Shown.List(Rates)}, Losses = {Shown.List(Losses)}, Suggestion = {Suggestion} }}";

    internal static LearningRateTest Of(IReadOnlyList<double> rates, IReadOnlyList<double> losses)
    {
        // By the logarithm of the rate, as the rates rise exponentially: by the rate itself, noise at the smallest ones would always be the steepest.
        (double Rate, double Loss)[] points = [.. rates.Select(Math.Log10).Zip(losses).Skip(SkippedAtStart).Take(Math.Max(0, losses.Count - SkippedAtStart - SkippedAtEnd)).Where(p => double.IsFinite(p.Second))];
        double? best = null;
        double least = double.PositiveInfinity;
        for (int i = 0; points.Length > 1 && i < points.Length; i++)
        {
            double slope = Slope(points, i);
            if (slope < least)
            {
                (least, best) = (slope, Math.Pow(10, points[i].Rate));
            }
        }

        return new LearningRateTest(rates, losses, best);
    }

    /// <summary>Derivative of the loss by the logarithm of the rate, of second order on uneven points (Fornberg 1988); one-sided at the ends.</summary>
    private static double Slope((double Rate, double Loss)[] points, int i)
    {
        if (i == 0 || i == points.Length - 1)
        {
            (double r0, double l0) = points[Math.Max(0, i - 1)];
            (double r1, double l1) = points[Math.Max(1, i)];
            return (l1 - l0) / (r1 - r0);
        }

        double before = points[i].Rate - points[i - 1].Rate;
        double after = points[i + 1].Rate - points[i].Rate;
        return ((before * before * points[i + 1].Loss) + (((after * after) - (before * before)) * points[i].Loss) - (after * after * points[i - 1].Loss)) / (before * after * (before + after));
    }
}
