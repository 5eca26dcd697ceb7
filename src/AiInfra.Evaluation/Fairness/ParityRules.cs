namespace AiInfra.Evaluation.Fairness;

/// <summary>Rules that make one rate equal. The objective is a sum over groups of a function of the rate: concave on the hulls when lots are drawn, a search over rates when not.</summary>
internal static class ParityRules
{
    public static GroupRule[] Of(ThresholdGroup[] groups, RatePoint[][] points, ThresholdOptions options)
    {
        RatePoint[][] hulls = Array.ConvertAll(points, p => RatePoint.Hull(p));

        // A sum of concave lines has its top at a corner of one of them.
        double[] corners = [.. hulls.SelectMany(h => h.Select(p => p.Rate)).Distinct().Order()];
        double rate = corners.MaxBy(r => hulls.Sum(h => RatePoint.GainAt(h, r)));
        if (options.Randomness != ThresholdRandomness.Always)
        {
            double best = hulls.Sum(h => RatePoint.GainAt(h, rate));
            (RatePoint[] Plain, double Gain)? plain = Plain(points, corners, options);
            if (plain is { } found && (options.Randomness == ThresholdRandomness.Never || found.Gain >= best - options.Concession))
            {
                return [.. groups.Select((g, i) => GroupRule.Of(g.Name, [new(double.NegativeInfinity, 0), new(found.Plain[i].Threshold, 1)]))];
            }

            if (options.Randomness == ThresholdRandomness.Never)
            {
                throw new InvalidOperationException($"No plain thresholds bring the rates of all groups within {options.Tolerance} of each other. Allow a larger tolerance or randomised thresholds.");
            }
        }

        return [.. groups.Select((g, i) => Mixed(g.Name, hulls[i], rate))];
    }

    /// <summary>The steps that select as much as the hull at a rate: all above the upper threshold, a share between both.</summary>
    public static List<ThresholdStep> Steps(RatePoint[] hull, double rate)
    {
        (RatePoint lower, RatePoint upper, double share) = RatePoint.At(hull, rate);
        return [new(double.NegativeInfinity, 0), new(upper.Threshold, share), new(lower.Threshold, 1)];
    }

    private static GroupRule Mixed(string name, RatePoint[] hull, double rate) => GroupRule.Of(name, Steps(hull, rate));

    private static (RatePoint[] Plain, double Gain)? Plain(RatePoint[][] points, double[] corners, ThresholdOptions options)
    {
        (RatePoint[] Plain, double Gain)? best = null;
        IEnumerable<double> grid = Enumerable.Range(0, options.GridSize + 1).Select(k => k / (double)options.GridSize);
        foreach (double rate in grid.Concat(corners).Distinct().Order())
        {
            var chosen = new RatePoint[points.Length];
            double gain = 0;
            bool all = true;
            for (int g = 0; g < points.Length && all; g++)
            {
                all = BestWithin(points[g], rate, options.Tolerance / 2, out chosen[g]);
                gain += chosen[g].Gain;
            }

            if (all && !(gain <= best?.Gain))
            {
                best = (chosen, gain);
            }
        }

        return best;
    }

    private static bool BestWithin(RatePoint[] points, double rate, double half, out RatePoint best)
    {
        // Points are in order of their rates.
        int low = 0, high = points.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = points[middle].Rate < rate - half ? (middle + 1, high) : (low, middle);
        }

        best = default;
        bool found = false;
        for (int i = low; i < points.Length && points[i].Rate <= rate + half; i++)
        {
            best = !found || points[i].Gain > best.Gain ? points[i] : best;
            found = true;
        }

        return found;
    }
}
