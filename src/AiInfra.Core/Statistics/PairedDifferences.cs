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

    /// <summary>The power of two by which numbers are multiplied so that no square of them leaves the range of a double; 0 for numbers of usual size.</summary>
    public static int Power(ReadOnlySpan<double> first, ReadOnlySpan<double> second = default)
    {
        double largest = 0;
        foreach (double value in first)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        foreach (double value in second)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest == 0 || largest is > 1e-70 and < 1e70 || !double.IsFinite(largest) ? 0 : -Math.ILogB(largest);
    }

    /// <summary>The values times a power of two.</summary>
    public static double[] Scaled(ReadOnlySpan<double> values, int power)
    {
        double[] scaled = values.ToArray();
        for (int i = 0; i < scaled.Length; i++)
        {
            scaled[i] = Math.ScaleB(scaled[i], power);
        }

        return scaled;
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
