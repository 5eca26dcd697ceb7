namespace AiInfra.Metrics.Regression;

/// <summary>Kendall's tau-b of truth and prediction: concordant minus discordant pairs, corrected for ties, in n log n (Knight 1966). NaN, counted as undefined, when either is constant.</summary>
/// <remarks>A pair weighs the product of its rows' weights. The interval takes Fieller's variance (1957).</remarks>
public sealed class KendallTau() : RankValueMetric("kendallTauB")
{
    private const int Short = 16;

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is not finite or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Over(new KendallTau(), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new KendallTau();

    /// <inheritdoc />
    protected override double Correlation(double[] truth, double[] values, double[] weights)
    {
        int n = truth.Length;
        (double[] first, double[] second, double[] mass) = Ordered(truth, values, weights);
        // Twice the weight of all pairs and of the tied ones; a row's pair with itself is in each of them and cancels.
        double all = mass.Sum() * mass.Sum();
        double tiedBoth = Tied(mass, i => first[i] == first[i - 1] && second[i] == second[i - 1]);
        double tiedFirst = Tied(mass, i => first[i] == first[i - 1]);
        bool weighted = Array.Exists(mass, w => w != 1);
        double discordant = 2 * (weighted ? Inversions(second, mass, new double[n], new double[n], 0, n) : Inversions(second, new double[n], 0, n));
        double tiedSecond = Tied(mass, i => second[i] == second[i - 1]);
        double scale = Math.Sqrt(all - tiedFirst) * Math.Sqrt(all - tiedSecond);
        bool constant = first[0] == first[^1] || second[0] == second[^1];
        return constant || !(scale > 0) ? double.NaN : Math.Clamp((all - tiedFirst - tiedSecond + tiedBoth - (2 * discordant)) / scale, -1, 1);
    }

    /// <inheritdoc />
    protected override double VarianceOfZ(double correlation, double count) => 0.437 / (count - 4);

    // By the first and, where that is equal, by the second.
    private static (double[] First, double[] Second, double[] Weights) Ordered(double[] truth, double[] values, double[] weights)
    {
        int n = truth.Length;
        var order = new int[n];
        for (int i = 0; i < n; i++)
        {
            order[i] = i;
        }

        double[] first = [.. truth], second = new double[n], mass = new double[n];
        Array.Sort(first, order);
        for (int i = 0; i < n; i++)
        {
            (second[i], mass[i]) = (values[order[i]], weights[order[i]]);
        }

        for (int start = 0, end; start < n; start = end)
        {
            for (end = start + 1; end < n && first[end] == first[start]; end++)
            {
            }

            if (end - start > 1)
            {
                Array.Sort(second, mass, start, end - start);
            }
        }

        return (first, second, mass);
    }

    private static double Tied(double[] weights, Func<int, bool> sameAsBefore)
    {
        double pairs = 0, run = weights[0];
        for (int i = 1; i < weights.Length; i++)
        {
            if (!sameAsBefore(i))
            {
                pairs += run * run;
                run = 0;
            }

            run += weights[i];
        }

        return pairs + (run * run);
    }

    // Merge sort that adds the weight of the pairs that were out of order.
    private static double Inversions(double[] values, double[] weights, double[] spare, double[] spareWeights, int from, int to)
    {
        if (to - from < 2)
        {
            return 0;
        }

        int middle = (from + to) / 2, left = from, right = middle;
        double sum = Inversions(values, weights, spare, spareWeights, from, middle) + Inversions(values, weights, spare, spareWeights, middle, to);
        double remaining = 0;
        for (int i = from; i < middle; i++)
        {
            remaining += weights[i];
        }

        for (int i = from; i < to; i++)
        {
            bool takeLeft = left < middle && (right == to || values[left] <= values[right]);
            int taken = takeLeft ? left++ : right++;
            sum += takeLeft ? 0 : weights[taken] * remaining;
            remaining -= takeLeft ? weights[taken] : 0;
            (spare[i], spareWeights[i]) = (values[taken], weights[taken]);
        }

        Array.Copy(spare, from, values, from, to - from);
        Array.Copy(spareWeights, from, weights, from, to - from);
        return sum;
    }

    // The same where every pair weighs 1: insertion for short runs, and no second column to move.
    private static long Inversions(double[] values, double[] spare, int from, int to)
    {
        if (to - from <= Short)
        {
            return Inserted(values, from, to);
        }

        int middle = (from + to) / 2, left = from, right = middle, at = from;
        long count = Inversions(values, spare, from, middle) + Inversions(values, spare, middle, to);
        while (left < middle && right < to)
        {
            bool takeLeft = values[left] <= values[right];
            count += takeLeft ? 0 : middle - left;
            spare[at++] = takeLeft ? values[left++] : values[right++];
        }

        // What is left of the right half is in its place.
        Array.Copy(values, left, values, right - (middle - left), middle - left);
        Array.Copy(spare, from, values, from, at - from);
        return count;
    }

    private static long Inserted(double[] values, int from, int to)
    {
        long count = 0;
        for (int i = from + 1; i < to; i++)
        {
            double value = values[i];
            int at = i;
            for (; at > from && values[at - 1] > value; at--)
            {
                values[at] = values[at - 1];
            }

            values[at] = value;
            count += i - at;
        }

        return count;
    }
}
