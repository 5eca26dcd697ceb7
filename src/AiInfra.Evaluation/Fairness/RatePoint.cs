namespace AiInfra.Evaluation.Fairness;

/// <summary>What one threshold does to one group.</summary>
/// <param name="Threshold">Scores from here on are selected; infinity for none, minus infinity for all.</param>
/// <param name="Rate">The rate that the constraint makes equal.</param>
/// <param name="Gain">What it adds to the objective over all groups.</param>
/// <param name="TruePositiveRate">True positive rate.</param>
/// <param name="FalsePositiveRate">False positive rate.</param>
internal readonly record struct RatePoint(double Threshold, double Rate, double Gain, double TruePositiveRate, double FalsePositiveRate)
{
    /// <summary>The upper concave hull of points in order of their rates, by rate and gain. Of equal rates the best counts.</summary>
    public static RatePoint[] Hull(IEnumerable<RatePoint> points)
    {
        var hull = new List<RatePoint>();
        foreach (RatePoint point in points)
        {
            if (hull.Count > 0 && hull[^1].Rate == point.Rate)
            {
                if (hull[^1].Gain >= point.Gain)
                {
                    continue;
                }

                hull.RemoveAt(hull.Count - 1);
            }

            while (hull.Count > 1 && Cross(hull[^2], hull[^1], point) >= 0)
            {
                hull.RemoveAt(hull.Count - 1);
            }

            hull.Add(point);
        }

        return [.. hull];
    }

    /// <summary>The hull's neighbours at a rate, and how much of the upper one makes it.</summary>
    public static (RatePoint Lower, RatePoint Upper, double Share) At(RatePoint[] hull, double rate)
    {
        int above = Array.FindIndex(hull, p => p.Rate >= rate);
        if (above <= 0)
        {
            return above == 0 ? (hull[0], hull[0], 0) : (hull[^1], hull[^1], 0);
        }

        RatePoint lower = hull[above - 1], upper = hull[above];
        return (lower, upper, (rate - lower.Rate) / (upper.Rate - lower.Rate));
    }

    /// <summary>The hull's gain at a rate.</summary>
    public static double GainAt(RatePoint[] hull, double rate)
    {
        (RatePoint lower, RatePoint upper, double share) = At(hull, rate);
        return lower.Gain + (share * (upper.Gain - lower.Gain));
    }

    private static double Cross(RatePoint a, RatePoint b, RatePoint c) => ((b.Rate - a.Rate) * (c.Gain - a.Gain)) - ((b.Gain - a.Gain) * (c.Rate - a.Rate));
}
