using AiInfra.Metrics;

namespace AiInfra.Evaluation.Calibration;

/// <summary>Isotonic regression: the rising function of x nearest to y in weighted squares, by pooling adjacent violators (Ayer 1955). Linear time after the sort.</summary>
public static class IsotonicRegression
{
    /// <summary>Fits.</summary>
    /// <param name="x">Where; rows with equal x are pooled first.</param>
    /// <param name="y">Values.</param>
    /// <param name="weights">How much each row counts; empty when all alike. Rows of weight 0 are left out.</param>
    /// <returns>The distinct x, rising, and the fitted value at each, not falling.</returns>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, a number is not finite or a weight negative; the message names the first index.</exception>
    public static (double[] X, double[] Fitted) Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights = default)
    {
        Guard.Columns(x.Length, y.Length, nameof(y), weights);
        Guard.Finite(x, nameof(x));
        Guard.Finite(y, nameof(y));
        double[] sorted = x.ToArray();
        int[] order = [.. Enumerable.Range(0, x.Length)];
        Array.Sort(sorted, order);
        var places = new List<double>();
        var blocks = new List<(double Sum, double Weight, int Places)>();
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            double sum = 0, weight = 0;
            for (end = start; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
                double w = weights.IsEmpty ? 1 : weights[order[end]];
                sum += w * y[order[end]];
                weight += w;
            }

            if (weight == 0)
            {
                continue;
            }

            places.Add(sorted[start]);
            int count = 1;

            // A block that is not above the one before it is pooled with it.
            while (blocks.Count > 0 && blocks[^1].Sum * weight >= sum * blocks[^1].Weight)
            {
                sum += blocks[^1].Sum;
                weight += blocks[^1].Weight;
                count += blocks[^1].Places;
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add((sum, weight, count));
        }

        var fitted = new double[places.Count];
        int at = 0;
        foreach ((double sum, double weight, int count) in blocks)
        {
            fitted.AsSpan(at, count).Fill(sum / weight);
            at += count;
        }

        return ([.. places], fitted);
    }
}
