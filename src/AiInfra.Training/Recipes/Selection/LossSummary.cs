namespace AiInfra.Training.Recipes.Selection;

/// <summary>Mean of weighted losses, each row's over repeats taken first, with its standard error over rows.</summary>
internal readonly record struct LossSummary(double Mean, double Error)
{
    // Two-sided 95 % of a normal distribution.
    private const double Normal95 = 1.959964;

    public double Low => Mean - (Normal95 * Error);

    public double High => Mean + (Normal95 * Error);

    public static LossSummary Of(IEnumerable<(int[] Rows, double[] Losses)> folds, IReadOnlyList<float>? weights)
    {
        var sums = new Dictionary<int, (double Sum, int Count)>();
        foreach ((int[] rows, double[] losses) in folds)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                (double sum, int count) = sums.GetValueOrDefault(rows[i]);
                sums[rows[i]] = (sum + losses[i], count + 1);
            }
        }

        double mean = 0, total = 0;
        foreach ((int row, (double sum, int count)) in sums)
        {
            double weight = weights?[row] ?? 1;
            mean += weight * sum / count;
            total += weight;
        }

        mean /= total;
        double squares = 0;
        foreach ((int row, (double sum, int count)) in sums)
        {
            double off = (weights?[row] ?? 1) * ((sum / count) - mean);
            squares += off * off;
        }

        return new LossSummary(mean, sums.Count > 1 ? Math.Sqrt(squares * sums.Count / (sums.Count - 1.0)) / total : double.PositiveInfinity);
    }

    /// <summary>How much worse the first is than the second on the folds that both were judged on.</summary>
    public static LossSummary Difference(Contestant a, Contestant b, IReadOnlyList<float>? weights) => Of(
        a.Judged.Join(b.Judged, x => x.Fold, y => y.Fold, (x, y) => (x.Fold.Judging, x.Losses.Zip(y.Losses, (p, q) => p - q).ToArray())), weights);
}
