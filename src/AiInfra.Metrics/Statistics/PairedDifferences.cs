namespace AiInfra.Metrics.Statistics;

/// <summary>Differences of pairs as the numbers mean them: 0.3 - 0.2 and 0.1 are one difference, though not one double.</summary>
internal static class PairedDifferences
{
    // Four units in the last place: what a mean, a share or a sum of a few terms is off by.
    private const double Rounding = 4 * 2.220446049250313e-16;

    /// <summary>First minus second; 0 where no more than rounding is left.</summary>
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

            double difference = first[i] - second[i];
            differences[i] = Math.Abs(difference) <= Error(first[i], second[i]) ? 0 : difference;
        }

        return differences;
    }

    /// <summary>By how much the difference of two numbers may be off because they were rounded.</summary>
    public static double Error(double first, double second) => Rounding * Math.Max(Math.Abs(first), Math.Abs(second));

    /// <summary>The same for each pair.</summary>
    public static double[] Errors(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var errors = new double[first.Length];
        for (int i = 0; i < errors.Length; i++)
        {
            errors[i] = Error(first[i], second[i]);
        }

        return errors;
    }

    /// <summary>The largest of them.</summary>
    public static double LargestError(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double largest = 0;
        for (int i = 0; i < first.Length; i++)
        {
            largest = Math.Max(largest, Error(first[i], second[i]));
        }

        return largest;
    }

    /// <summary>Whether all differences are one but for rounding.</summary>
    public static bool AreAlike(ReadOnlySpan<double> differences, double[] errors)
    {
        int surest = Array.IndexOf(errors, errors.Min());
        for (int i = 0; i < errors.Length; i++)
        {
            if (Math.Abs(differences[i] - differences[surest]) > errors[i] + errors[surest])
            {
                return false;
            }
        }

        return true;
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
