namespace AiInfra.Metrics.Statistics;

/// <summary>The chance that a random walk, watched at some times, first leaves a symmetric band at each: z at share t is normal with mean drift·√t, and its increments are independent.</summary>
internal static class StoppingPaths
{
    private const int Points = 401;
    private const double LargestBound = 8;

    /// <summary>The chance of stopping at each look.</summary>
    public static double[] Stops(double[] fractions, double[] bounds, double drift)
    {
        var stops = new double[fractions.Length];
        Walk walk = Walk.Start;
        for (int k = 0; k < fractions.Length; k++)
        {
            double edge = bounds[k] * Math.Sqrt(fractions[k]), step = fractions[k] - (k == 0 ? 0 : fractions[k - 1]);
            stops[k] = walk.Leaves(edge, step, drift);
            walk = walk.Next(edge, step, drift, Points);
        }

        return stops;
    }

    /// <summary>The bounds that spend so much up to each look.</summary>
    public static double[] Spend(double[] fractions, double[] spent)
    {
        var bounds = new double[fractions.Length];
        Walk walk = Walk.Start;
        double before = 0;
        for (int k = 0; k < fractions.Length; k++)
        {
            double step = fractions[k] - (k == 0 ? 0 : fractions[k - 1]), root = Math.Sqrt(fractions[k]), low = 0, high = LargestBound;
            for (int i = 0; i < 60; i++)
            {
                double middle = (low + high) / 2;
                (low, high) = walk.Leaves(middle * root, step, 0) > spent[k] - before ? (middle, high) : (low, middle);
            }

            bounds[k] = high;
            before += walk.Leaves(high * root, step, 0);
            walk = walk.Next(high * root, step, 0, Points);
        }

        return bounds;
    }

    /// <summary>The drift that one look at the end sees with this power.</summary>
    public static double FixedDrift(double alpha, double power) => PowerSearch.Rows(d => PowerSearch.Normal(d, 1, 1, 1, alpha, PairedAlternative.TwoSided), power, 0.01);

    /// <summary>Where the walk is, as masses at points (Simpson's rule).</summary>
    private sealed class Walk(double[] at, double[] mass)
    {
        public static Walk Start { get; } = new([0], [1]);

        public double Leaves(double edge, double step, double drift)
        {
            double sum = 0, deviation = Math.Sqrt(step);
            for (int i = 0; i < at.Length; i++)
            {
                double mean = at[i] + (drift * step);
                sum += mass[i] * (NormalTail.Upper((edge - mean) / deviation) + NormalTail.Upper((edge + mean) / deviation));
            }

            return sum;
        }

        public Walk Next(double edge, double step, double drift, int points)
        {
            var to = new double[points];
            var masses = new double[points];
            double width = 2 * edge / (points - 1), scale = 1 / Math.Sqrt(2 * Math.PI * step);
            for (int j = 0; j < points; j++)
            {
                to[j] = -edge + (j * width);
                double density = 0;
                for (int i = 0; i < at.Length; i++)
                {
                    double gap = to[j] - at[i] - (drift * step);
                    density += mass[i] * Math.Exp(-gap * gap / (2 * step));
                }

                double simpson = (j == 0 || j == points - 1 ? 1 : j % 2 == 1 ? 4 : 2) * width / 3;
                masses[j] = density * scale * simpson;
            }

            return new(to, masses);
        }
    }
}
