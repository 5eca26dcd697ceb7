namespace AiInfra.Evaluation.Slices;

/// <summary>Where numbers are cut so that the parts have about equally many rows. A value so frequent that it fills a part alone (the zeros of a gain) gets one, and the others are shared out among the rest.</summary>
internal static class QuantileCuts
{
    /// <summary>The cuts, ascending; values up to a cut are below it, and above the last one there are values.</summary>
    public static double[] Of(double[] values, int parts)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        var cuts = new List<double>();
        int at = 0;
        for (int left = parts; at < sorted.Length && left > 1; left--)
        {
            // The part ends with the value at which its share of what is left is full.
            int share = (int)Math.Ceiling((sorted.Length - at) / (double)left);
            double value = sorted[at + share - 1];
            int first = FirstAbove(sorted, Math.BitDecrement(value)), last = FirstAbove(sorted, value);
            if (first > at && last - first > share)
            {
                cuts.Add(sorted[first - 1]);
                left--;
            }

            cuts.Add(value);
            at = last;
        }

        return [.. cuts.Where(c => double.IsFinite(c) && c < sorted[^1]).Distinct()];
    }

    private static int FirstAbove(double[] sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
