using AiInfra.Core.Sketches;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Observability.Drift;

/// <summary>Compares counts of the window with those of the training data. Chi-square is wrong where few rows are expected, and most wrong far out in its tail, where many columns put the threshold: one missing value among twenty is no alarm. There Fisher's exact test stands in.</summary>
internal static class CountTest
{
    private const double FewestOfMany = 5;
    private const double FewestOfTwo = 30;

    /// <summary>Chance of such a difference in the share of one kind of row without a change.</summary>
    /// <param name="before">Rows of this kind in the training data.</param>
    /// <param name="allBefore">All rows there.</param>
    /// <param name="now">Rows of this kind in the window.</param>
    /// <param name="all">All rows there.</param>
    /// <param name="inflation">By how much rows count for less.</param>
    public static double OfShare(double before, double allBefore, double now, double all, double inflation)
    {
        double share = (before + now) / (allBefore + all), fewest = Math.Min(share, 1 - share) * Math.Min(all, allBefore) / inflation;
        if (fewest >= FewestOfTwo)
        {
            return TwoSample.ChiSquare([before / inflation, (allBefore - before) / inflation], [now / inflation, (all - now) / inflation]).PValue;
        }

        long rowsBefore = Math.Max(1, (long)(allBefore / inflation)), rows = Math.Max(1, (long)(all / inflation));
        return ProportionTest.FisherExact((long)Math.Round(now / all * rows), rows, (long)Math.Round(before / allBefore * rowsBefore), rowsBefore).PValue;
    }

    /// <summary>Chance of such a difference in many shares without a change: cells that are large enough together, the others each on its own, corrected for the number of tests. Which are large both sides say together, never one of them.</summary>
    /// <param name="cells">Rows of each cell.</param>
    /// <param name="inflation">By how much rows count for less.</param>
    public static double OfCells(CategoryCells cells, double inflation)
    {
        double[] before = cells.Reference, now = cells.Current;
        double allBefore = before.Sum(), all = now.Sum(), smaller = Math.Min(allBefore, all) / (allBefore + all) / inflation;
        int[] large = [.. Enumerable.Range(0, before.Length).Where(i => (before[i] + now[i]) * smaller >= FewestOfMany)];
        int[] small = [.. Enumerable.Range(0, before.Length).Except(large).Where(i => before[i] + now[i] > 0)];
        var found = new List<double>(small.Select(i => OfShare(before[i], allBefore, now[i], all, inflation)));
        double[] largeBefore = [.. large.Select(i => before[i])], largeNow = [.. large.Select(i => now[i])];
        bool onBothSides = largeBefore.Sum() > 0 && largeNow.Sum() > 0;
        if (large.Length == 2 && onBothSides)
        {
            found.Add(OfShare(largeBefore[0], largeBefore.Sum(), largeNow[0], largeNow.Sum(), inflation));
        }
        else if (large.Length > 2 && onBothSides)
        {
            found.Add(TwoSample.ChiSquare([.. largeBefore.Select(c => c / inflation)], [.. largeNow.Select(c => c / inflation)]).PValue);
        }

        return found.Count == 0 ? 1 : Math.Min(1, found.Count * found.Min());
    }
}
