using AiInfra.Training.Tabular;

namespace AiInfra.Training.Intervals;

/// <summary>Which rows teach the model, which teach its spread, and which calibrate: none is in two parts, each part is in the order of the table.</summary>
internal sealed record CalibrationSplit(int[] Learned, int[] Spread, int[] Calibration)
{
    public static CalibrationSplit Of(double[] targets, IReadOnlyList<float>? weights, double share, bool spread, RowOrder order, long seed)
    {
        // Rows without a target or weight can't judge; a recipe leaves them out by itself.
        int[] usable = [.. Enumerable.Range(0, targets.Length).Where(i => double.IsFinite(targets[i]) && (weights is null || weights[i] > 0))];
        if (order == RowOrder.None)
        {
            new Random(unchecked((int)(seed ^ (seed >> 32)))).Shuffle(usable);
        }

        int held = (int)Math.Ceiling(usable.Length * share), teach = spread ? held : 0;
        int learned = Math.Max(0, usable.Length - held - teach);
        int[][] parts = [usable[..learned], usable[learned..Math.Max(learned, usable.Length - held)], usable[Math.Max(0, usable.Length - held)..]];
        foreach (int[] part in parts)
        {
            Array.Sort(part);
        }

        return new(parts[0], parts[1], parts[2]);
    }
}
