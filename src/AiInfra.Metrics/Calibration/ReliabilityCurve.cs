using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Calibration;

/// <summary>Whether "70 %" happens in 70 of 100 rows: the share of positives over the mean probability, by bin. Empty bins are left out.</summary>
public static class ReliabilityCurve
{
    /// <summary>The curve of columns. A probability on an inner edge belongs to the lower bin.</summary>
    /// <param name="truth">Whether the row is positive.</param>
    /// <param name="probabilities">Probability of being positive.</param>
    /// <param name="bins">Number of bins.</param>
    /// <param name="strategy">How they are cut: into bins of equal width with the inner edges i × (1 / bins), or at the quantiles of the probabilities (of rows, whatever their weights).</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <param name="confidence">Confidence of the interval of each share; null for none.</param>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1] or a weight negative; the message names the first index.</exception>
    public static IReadOnlyList<ReliabilityBin> Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, int bins = 10, BinStrategy strategy = BinStrategy.Uniform, ReadOnlySpan<double> weights = default, double? confidence = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        Guard.Columns(truth.Length, probabilities.Length, nameof(probabilities), weights);
        Guard.Probability(probabilities, nameof(probabilities));
        double[] inner = strategy == BinStrategy.Uniform ? Uniform(bins) : Quantiles(probabilities, bins);
        var counts = new long[bins];
        var squares = new double[bins];
        var cells = new CalibrationBin[bins];
        for (int i = 0; i < truth.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            if (weight > 0)
            {
                int bin = BinOf(inner, probabilities[i]);
                counts[bin]++;
                squares[bin] += weight * weight;
                cells[bin] = cells[bin].Plus(probabilities[i], truth[i], weight);
            }
        }

        var curve = new List<ReliabilityBin>(bins);
        for (int b = 0; b < bins; b++)
        {
            if (counts[b] > 0)
            {
                curve.Add(new(cells[b].MeanPredicted, cells[b].FractionPositive, counts[b]) { Interval = confidence is { } c ? Share(cells[b], squares[b], c) : null });
            }
        }

        return curve;
    }

    // Weighted rows count as many as would be as informative (Kish).
    private static ConfidenceInterval Share(in CalibrationBin bin, double squares, double confidence)
    {
        double n = bin.Weight * bin.Weight / squares;
        return ProportionInterval.Wilson(Math.Clamp(bin.FractionPositive * n, 0, n), n, confidence);
    }

    private static double[] Uniform(int bins) => [.. Enumerable.Range(1, bins - 1).Select(i => i * (1.0 / bins))];

    private static double[] Quantiles(ReadOnlySpan<double> values, int bins)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        var edges = new double[bins - 1];
        for (int i = 0; i < edges.Length; i++)
        {
            // Per cent and back, in this order: an edge may fall exactly on a value, and its last bit decides the bin.
            double at = (i + 1) * (1.0 / bins) * 100 / 100 * (sorted.Length - 1);
            int below = (int)at;
            double share = at - below, low = sorted[below], high = sorted[Math.Min(below + 1, sorted.Length - 1)];
            edges[i] = share >= 0.5 ? high - ((high - low) * (1 - share)) : low + ((high - low) * share);
        }

        return edges;
    }

    // The number of inner edges below the value.
    private static int BinOf(double[] inner, double value)
    {
        int low = 0, high = inner.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (inner[middle] < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
