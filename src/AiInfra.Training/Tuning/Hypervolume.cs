namespace AiInfra.Training.Tuning;

/// <summary>The volume that points dominate below a reference point, all objectives minimised (While, Bradstreet, Barone 2012, WFG: each point's own share over the rest of the list).</summary>
internal static class Hypervolume
{
    public static double Of(IReadOnlyList<double[]> points, double[] reference)
    {
        double[][] inside = [.. points.Where(p => p.Zip(reference).All(x => x.First < x.Second)).OrderBy(p => p[0])];
        return reference.Length == 2 ? Area(inside, reference) : Volume(inside, reference);
    }

    /// <summary>Points of a list that together dominate much, chosen one after the other by what each adds.</summary>
    public static List<int> Greedy(IReadOnlyList<double[]> points, int count, double[] reference)
    {
        var chosen = new List<int>(count);
        var taken = new List<double[]>(count);
        double volume = 0;
        while (chosen.Count < count)
        {
            (int best, double most) = (-1, double.NegativeInfinity);
            for (int i = 0; i < points.Count; i++)
            {
                if (!chosen.Contains(i) && Of([.. taken, points[i]], reference) - volume is var gain && gain > most)
                {
                    (best, most) = (i, gain);
                }
            }

            chosen.Add(best);
            taken.Add(points[best]);
            volume += most;
        }

        return chosen;
    }

    /// <summary>A reference point a little beyond the worst value of each objective.</summary>
    public static double[] Reference(IReadOnlyList<double[]> points)
    {
        var reference = new double[points[0].Length];
        for (int d = 0; d < reference.Length; d++)
        {
            double worst = points.Max(p => p[d]);
            reference[d] = worst == 0 ? 1e-12 : Math.Max(1.1 * worst, 0.9 * worst);
        }

        return reference;
    }

    private static double Area(double[][] sorted, double[] reference)
    {
        double area = 0, top = reference[1];
        foreach (double[] p in sorted)
        {
            if (p[1] < top)
            {
                area += (reference[0] - p[0]) * (top - p[1]);
                top = p[1];
            }
        }

        return area;
    }

    private static double Volume(double[][] points, double[] reference)
    {
        double volume = 0;
        for (int i = 0; i < points.Length; i++)
        {
            double own = 1;
            for (int d = 0; d < reference.Length; d++)
            {
                own *= reference[d] - points[i][d];
            }

            double[][] limited = [.. points.Skip(i + 1).Select(q => q.Select((v, d) => Math.Max(v, points[i][d])).ToArray())];
            volume += own - (limited.Length == 0 ? 0 : Volume(NotDominated(limited), reference));
        }

        return volume;
    }

    private static double[][] NotDominated(double[][] points) =>
        [.. points.Where((p, i) => !points.Where((q, j) => j != i && q.Zip(p).All(x => x.First <= x.Second) && (j < i || q.Zip(p).Any(x => x.First < x.Second))).Any())];
}
