using AiInfra.Core.Sketches;

namespace AiInfra.Metrics.Statistics;

/// <summary>The cells of a reference for the population stability index, and how many of its rows each holds.</summary>
internal sealed class ReferenceCells
{
    private readonly double[] _edges;
    private readonly bool _single;

    private ReferenceCells(double[] edges, bool single, double[] expected)
    {
        _edges = edges;
        _single = single;
        Expected = expected;
    }

    public int Count => Expected.Length;

    /// <summary>Cells that the reference fills: all but the one for numbers never seen.</summary>
    public int Filled => Expected.Count(e => e > 0);

    public double[] Expected { get; }

    public static ReferenceCells Create(ReferenceDistribution reference, ColumnSummary summary, int cells)
    {
        if (summary.Numbers.Count > 0 && summary.Numbers.Count <= 2 * cells)
        {
            // One cell a number, and one for numbers never seen.
            return new([.. summary.Numbers.Select(n => n.Number)], single: true, [.. summary.Numbers.Select(n => (double)n.Count), 0]);
        }

        var edges = new List<double>();
        for (int i = 1; i < cells; i++)
        {
            double edge = At(summary, i / (double)cells);
            if ((edges.Count == 0 || edge > edges[^1]) && edge < summary.Maximum)
            {
                edges.Add(edge);
            }
        }

        var expected = new double[edges.Count + 1];
        double before = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double upTo = i < edges.Count ? reference.Cumulative(edges[i]) : 1;
            expected[i] = (upTo - before) * reference.Count;
            before = upTo;
        }

        return new([.. edges], single: false, expected);
    }

    public int IndexOf(double x)
    {
        int at = Array.BinarySearch(_edges, x);
        return at >= 0 ? at : _single ? _edges.Length : ~at;
    }

    private static double At(ColumnSummary summary, double probability)
    {
        if (summary.Numbers.Count == 0)
        {
            return summary.Quantiles[(int)Math.Round(probability * (summary.Quantiles.Count - 1))];
        }

        double wanted = probability * summary.Present, sum = 0;
        foreach (NumberCount number in summary.Numbers)
        {
            sum += number.Count;
            if (sum >= wanted)
            {
                return number.Number;
            }
        }

        return summary.Maximum;
    }
}
