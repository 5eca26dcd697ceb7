namespace AiInfra.Core.Statistics;

internal static class PairedDifferences
{
    public static double[] Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"Pairs are needed: the first has {first.Length} values, the second {second.Length}.", nameof(second));
        }

        var differences = new double[first.Length];
        for (int i = 0; i < differences.Length; i++)
        {
            if (!double.IsFinite(first[i]) || !double.IsFinite(second[i]))
            {
                throw new ArgumentException($"Value {(double.IsFinite(first[i]) ? second[i] : first[i])} at index {i} is not finite.", double.IsFinite(first[i]) ? nameof(second) : nameof(first));
            }

            differences[i] = first[i] - second[i];
        }

        return differences;
    }

    public static void RequireFinite(ReadOnlySpan<double> values, string name)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException($"{name} has no numbers.", name);
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException($"{name}[{i}] is {values[i]}; a finite number is needed.", name);
            }
        }
    }

    /// <summary>The values less a number among them: far from zero a mean has too few digits for a difference of means.</summary>
    public static double[] Less(ReadOnlySpan<double> values, double origin)
    {
        double[] less = values.ToArray();
        for (int i = 0; i < less.Length; i++)
        {
            less[i] -= origin;
        }

        return less;
    }

    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0, lost = 0;
        foreach (double value in values)
        {
            double next = sum + value;
            lost += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }

        return (sum + lost) / values.Length;
    }
}
