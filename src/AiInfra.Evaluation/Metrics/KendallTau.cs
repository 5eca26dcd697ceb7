namespace AiInfra.Evaluation.Metrics;

/// <summary>Kendall's tau-b of truth and prediction: concordant minus discordant pairs, corrected for ties, in n log n (Knight 1966). NaN, counted as undefined, when either is constant.</summary>
public sealed class KendallTau() : RankValueMetric("kendallTauB")
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty or a number is not finite; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted) => Over(new KendallTau(), truth, predicted, default);

    /// <inheritdoc />
    public override IMetric New() => new KendallTau();

    /// <inheritdoc />
    protected override double Correlation(double[] truth, double[] values)
    {
        int n = truth.Length;
        int[] order = [.. Enumerable.Range(0, n)];
        Array.Sort(order, (a, b) => truth[a] != truth[b] ? truth[a].CompareTo(truth[b]) : values[a].CompareTo(values[b]));
        double[] first = [.. order.Select(i => truth[i])], second = [.. order.Select(i => values[i])];
        double tiedBoth = TiedPairs(n, i => first[i] == first[i - 1] && second[i] == second[i - 1]);
        double tiedFirst = TiedPairs(n, i => first[i] == first[i - 1]);
        double discordant = Inversions(second, new double[n], 0, n);
        double tiedSecond = TiedPairs(n, i => second[i] == second[i - 1]);
        double pairs = n * (n - 1.0) / 2;
        double scale = Math.Sqrt(pairs - tiedFirst) * Math.Sqrt(pairs - tiedSecond);
        return scale > 0 ? Math.Clamp((pairs - tiedFirst - tiedSecond + tiedBoth - (2 * discordant)) / scale, -1, 1) : double.NaN;
    }

    private static double TiedPairs(int n, Func<int, bool> sameAsBefore)
    {
        double pairs = 0, run = 1;
        for (int i = 1; i < n; i++)
        {
            run = sameAsBefore(i) ? run + 1 : 1;
            pairs += run - 1;
        }

        return pairs;
    }

    // Merge sort that counts how many pairs were out of order.
    private static double Inversions(double[] values, double[] spare, int from, int to)
    {
        if (to - from < 2)
        {
            return 0;
        }

        int middle = (from + to) / 2, left = from, right = middle;
        double count = Inversions(values, spare, from, middle) + Inversions(values, spare, middle, to);
        for (int i = from; i < to; i++)
        {
            bool takeLeft = left < middle && (right == to || values[left] <= values[right]);
            count += takeLeft ? 0 : middle - left;
            spare[i] = takeLeft ? values[left++] : values[right++];
        }

        Array.Copy(spare, from, values, from, to - from);
        return count;
    }
}
