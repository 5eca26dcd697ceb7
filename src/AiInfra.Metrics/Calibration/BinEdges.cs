namespace AiInfra.Metrics.Calibration;

/// <summary>Which bin a probability is in. Bins are (low, high], the first one [0, high]; the inner edges of equal bins are i × (1 / bins).</summary>
internal static class BinEdges
{
    /// <summary>The equal bin of a probability.</summary>
    public static int Uniform(double probability, int bins)
    {
        double width = 1.0 / bins;
        int bin = Math.Clamp((int)Math.Ceiling(probability * bins) - 1, 0, bins - 1);

        // The product may be off by its last bit; the edges decide.
        while (bin > 0 && probability <= bin * width)
        {
            bin--;
        }

        while (bin < bins - 1 && probability > (bin + 1) * width)
        {
            bin++;
        }

        return bin;
    }

    /// <summary>Rows in bins of equal weight: those with one probability stay together, in the bin in which the middle of their weight falls.</summary>
    public static CalibrationBin[] EqualMass(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> happened, ReadOnlySpan<double> weights, int bins)
    {
        double[] sorted = probabilities.ToArray();
        int[] order = new int[sorted.Length];
        double total = 0;
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            total += weights.IsEmpty ? 1 : weights[i];
        }

        Array.Sort(sorted, order);
        var result = new CalibrationBin[bins];
        double before = 0;
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            var group = new CalibrationBin();
            for (end = start; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
                group = group.Plus(sorted[end], happened[order[end]], weights.IsEmpty ? 1 : weights[order[end]]);
            }

            int bin = Math.Clamp((int)Math.Floor(bins * (before + (group.Weight / 2)) / total), 0, bins - 1);
            result[bin] = result[bin].Plus(group);
            before += group.Weight;
        }

        return result;
    }
}
