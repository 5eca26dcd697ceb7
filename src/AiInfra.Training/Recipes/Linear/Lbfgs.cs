namespace AiInfra.Training.Recipes.Linear;

/// <summary>Limited-memory BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.5) with a backtracking line search: enough for losses that are convex and smooth.</summary>
internal static class Lbfgs
{
    private const int Memory = 10;
    private const double Sufficient = 1e-4;

    /// <summary>Goes downhill from a point, which it changes, until the slope is small.</summary>
    /// <param name="at">Where it starts and ends.</param>
    /// <param name="loss">The loss at a point; fills in the slope.</param>
    /// <param name="tolerance">Largest part of the slope at the end.</param>
    /// <param name="most">Most iterations.</param>
    /// <param name="cancellationToken">Ends it between iterations.</param>
    /// <returns>Iterations, and whether the slope became small, or the loss can't be told from a smaller one.</returns>
    public static (int Iterations, bool Converged) Minimise(double[] at, Func<double[], double[], double> loss, double tolerance, int most, CancellationToken cancellationToken)
    {
        int n = at.Length;
        double[] slope = new double[n], next = new double[n], nextSlope = new double[n], direction = new double[n];
        var steps = new LinkedList<(double[] Step, double[] Change, double Curvature)>();
        double value = loss(at, slope);
        for (int iteration = 0; iteration < most; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Largest(slope) <= tolerance)
            {
                return (iteration, true);
            }

            Direction(slope, steps, direction);
            double falls = Dot(slope, direction);
            if (!(falls < 0))
            {
                steps.Clear();
                Direction(slope, steps, direction);
                falls = Dot(slope, direction);
            }

            double length = steps.Count == 0 ? Math.Min(1, 1 / Math.Sqrt(Dot(slope, slope))) : 1;
            double tried = double.NaN;
            for (int half = 0; half < 40; half++, length /= 2)
            {
                for (int i = 0; i < n; i++)
                {
                    next[i] = at[i] + (length * direction[i]);
                }

                tried = loss(next, nextSlope);
                if (tried <= value + (Sufficient * length * falls))
                {
                    break;
                }
            }

            if (!(tried < value))
            {
                // No smaller loss can be told in doubles.
                return (iteration, true);
            }

            Remember(steps, at, next, slope, nextSlope);
            next.CopyTo(at, 0);
            nextSlope.CopyTo(slope, 0);
            value = tried;
        }

        return (most, Largest(slope) <= tolerance);
    }

    private static void Remember(LinkedList<(double[], double[], double)> steps, double[] at, double[] next, double[] slope, double[] nextSlope)
    {
        bool full = steps.Count == Memory;
        (double[] step, double[] change) = full ? (steps.First!.Value.Item1, steps.First.Value.Item2) : (new double[at.Length], new double[at.Length]);
        double curvature = 0, squares = 0;
        for (int i = 0; i < at.Length; i++)
        {
            double s = next[i] - at[i], y = nextSlope[i] - slope[i];
            curvature += s * y;
            squares += y * y;
        }

        if (!(curvature > 1e-14 * squares))
        {
            return;
        }

        for (int i = 0; i < at.Length; i++)
        {
            (step[i], change[i]) = (next[i] - at[i], nextSlope[i] - slope[i]);
        }

        if (full)
        {
            steps.RemoveFirst();
        }

        steps.AddLast((step, change, curvature));
    }

    private static void Direction(double[] slope, LinkedList<(double[] Step, double[] Change, double Curvature)> steps, double[] direction)
    {
        for (int i = 0; i < slope.Length; i++)
        {
            direction[i] = -slope[i];
        }

        var shares = new Stack<double>();
        for (LinkedListNode<(double[] Step, double[] Change, double Curvature)>? node = steps.Last; node is not null; node = node.Previous)
        {
            double share = Dot(node.Value.Step, direction) / node.Value.Curvature;
            shares.Push(share);
            Add(direction, node.Value.Change, -share);
        }

        if (steps.Last is { Value: var last })
        {
            double scale = last.Curvature / Dot(last.Change, last.Change);
            for (int i = 0; i < direction.Length; i++)
            {
                direction[i] *= scale;
            }
        }

        foreach ((double[] step, double[] change, double curvature) in steps)
        {
            Add(direction, step, shares.Pop() - (Dot(change, direction) / curvature));
        }
    }

    private static void Add(double[] to, double[] x, double times)
    {
        for (int i = 0; i < to.Length; i++)
        {
            to[i] += times * x[i];
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static double Largest(double[] x)
    {
        double largest = 0;
        foreach (double value in x)
        {
            // Not a number is never small.
            largest = double.IsNaN(value) ? double.PositiveInfinity : Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }
}
