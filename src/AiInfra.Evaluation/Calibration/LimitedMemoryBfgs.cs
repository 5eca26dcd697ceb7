namespace AiInfra.Evaluation.Calibration;

/// <summary>Minimises a smooth convex function of a few to a few thousand numbers (limited-memory BFGS, Nocedal 1980, with backtracking).</summary>
internal static class LimitedMemoryBfgs
{
    private const int Memory = 12;
    private const int MostSteps = 2000;

    /// <summary>The value at x; fills the gradient.</summary>
    public delegate double Objective(ReadOnlySpan<double> x, Span<double> gradient);

    public static double[] Minimise(double[] start, Objective objective)
    {
        double[] x = [.. start], g = new double[x.Length];
        double value = objective(x, g);
        var pairs = new List<(double[] S, double[] Y, double Rho)>();
        for (int step = 0; step < MostSteps && Largest(g) > 1e-10; step++)
        {
            double[] direction = Direction(g, pairs);
            double slope = Dot(g, direction);
            if (slope >= 0)
            {
                pairs.Clear();
                direction = [.. g.Select(v => -v)];
                slope = Dot(g, direction);
            }

            double length = pairs.Count == 0 ? Math.Min(1, 1 / Math.Sqrt(-slope)) : 1;
            double[] next = new double[x.Length], nextG = new double[x.Length];
            double nextValue = double.NaN;
            for (; length > 1e-14; length /= 2)
            {
                for (int j = 0; j < x.Length; j++)
                {
                    next[j] = x[j] + (length * direction[j]);
                }

                nextValue = objective(next, nextG);
                if (nextValue <= value + (1e-4 * length * slope))
                {
                    break;
                }
            }

            if (!(nextValue < value))
            {
                break;
            }

            double[] s = [.. next.Zip(x, (a, b) => a - b)], y = [.. nextG.Zip(g, (a, b) => a - b)];
            double curvature = Dot(s, y);
            if (curvature > 1e-300)
            {
                pairs.Add((s, y, 1 / curvature));
                if (pairs.Count > Memory)
                {
                    pairs.RemoveAt(0);
                }
            }

            (x, g, value) = (next, nextG, nextValue);
        }

        return x;
    }

    // The two-loop recursion.
    private static double[] Direction(double[] gradient, List<(double[] S, double[] Y, double Rho)> pairs)
    {
        double[] q = [.. gradient];
        var alphas = new double[pairs.Count];
        for (int i = pairs.Count - 1; i >= 0; i--)
        {
            alphas[i] = pairs[i].Rho * Dot(pairs[i].S, q);
            AddScaled(q, pairs[i].Y, -alphas[i]);
        }

        double scale = pairs.Count > 0 ? 1 / (pairs[^1].Rho * Dot(pairs[^1].Y, pairs[^1].Y)) : 1;
        for (int j = 0; j < q.Length; j++)
        {
            q[j] *= scale;
        }

        for (int i = 0; i < pairs.Count; i++)
        {
            AddScaled(q, pairs[i].S, alphas[i] - (pairs[i].Rho * Dot(pairs[i].Y, q)));
        }

        return [.. q.Select(v => -v)];
    }

    private static void AddScaled(double[] to, double[] what, double scale)
    {
        for (int j = 0; j < to.Length; j++)
        {
            to[j] += scale * what[j];
        }
    }

    private static double Dot(double[] a, double[] b) => System.Numerics.Tensors.TensorPrimitives.Dot<double>(a, b);

    private static double Largest(double[] values) => values.Max(Math.Abs);
}
