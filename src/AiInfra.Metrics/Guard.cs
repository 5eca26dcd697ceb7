namespace AiInfra.Metrics;

/// <summary>Checks of the columns that metrics are given, each naming the argument and the first index that is wrong in its <see cref="ArgumentException"/>.</summary>
/// <remarks>For metrics outside this package too: whoever checks like the others is refused like the others.</remarks>
public static class Guard
{
    /// <summary>How far the sum of a row of probabilities may be from 1: what half-precision networks miss it by.</summary>
    public const double SumTolerance = 2e-3;

    /// <summary>A label set that grows has at most so many classes: more are identifiers taken for classes.</summary>
    public const int MostClasses = 16_384;

    /// <summary>A column of truth and one of predictions, with or without weights: equally long, not empty, and some weight above 0.</summary>

    public static void Columns(int rows, int other, string otherName, ReadOnlySpan<double> weights)
    {
        if (rows != other)
        {
            throw new ArgumentException($"There are {rows} true values but {other} predictions.", otherName);
        }

        if (rows == 0)
        {
            throw new ArgumentException("There is no row; a metric needs at least one.", otherName);
        }

        if (!weights.IsEmpty)
        {
            if (SumOfWeights(weights, rows) == 0)
            {
                throw new ArgumentException("All weights are zero.", nameof(weights));
            }
        }
    }

    /// <summary>Like <see cref="Columns"/>, for a part of a stream: it may be empty, and its weights all zero.</summary>
    public static void Batch(int rows, int other, string otherName, ReadOnlySpan<double> weights)
    {
        if (rows != other)
        {
            throw new ArgumentException($"There are {rows} true values but {other} predictions.", otherName);
        }

        if (!weights.IsEmpty)
        {
            SumOfWeights(weights, rows);
        }
    }

    /// <summary>Neither NaN nor infinite.</summary>
    public static void Finite(ReadOnlySpan<double> values, string name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException($"{name}[{i}] is {values[i]}; a finite number is needed.", name);
            }
        }
    }

    /// <summary>Between 0 and 1, both included.</summary>
    public static void Probability(ReadOnlySpan<double> values, string name)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0 && values[i] <= 1))
            {
                throw new ArgumentException($"{name}[{i}] is {values[i]}; a probability is between 0 and 1.", name);
            }
        }
    }

    /// <summary>Checks classes, and gives the largest; -1 of none.</summary>
    public static int Labels(ReadOnlySpan<int> labels, string name, int classes)
    {
        uint largest = 0;
        foreach (int label in labels)
        {
            largest = Math.Max(largest, (uint)label);
        }

        uint limit = classes > 0 ? (uint)classes : MostClasses;
        if (largest >= limit)
        {
            int at = 0;
            while ((uint)labels[at] < limit)
            {
                at++;
            }

            throw new ArgumentException($"{name}[{at}] is {labels[at]}; {Range(classes)}.", name);
        }

        return labels.IsEmpty ? -1 : (int)largest;
    }

    /// <summary>Probabilities of all classes, row by row: each between 0 and 1, and each row with the sum 1 where that is needed.</summary>
    public static void Rows(ReadOnlySpan<double> probabilities, string name, int classes, bool sumToOne)
    {
        Probability(probabilities, name);
        for (int i = 0; i < probabilities.Length; i += classes)
        {
            double sum = Sum(probabilities.Slice(i, classes));
            if (sumToOne ? Math.Abs(sum - 1) > SumTolerance : sum == 0)
            {
                throw new ArgumentException($"Row {i / classes} of {name} sums to {sum}; {(sumToOne ? $"the probabilities of all classes sum to 1, give or take {SumTolerance}" : "some class must have a probability above 0")}.", name);
            }
        }
    }

    /// <summary>In words, which classes there may be; 0 classes is a label set that grows.</summary>
    public static string Range(int classes) => classes > 0 ? $"the label set has the classes 0 to {classes - 1}" : $"a class is an index, 0 to {MostClasses - 1}";

    /// <summary>The sum of a row, from its first number to its last.</summary>
    public static double Sum(ReadOnlySpan<double> row)
    {
        double sum = 0;
        foreach (double p in row)
        {
            sum += p;
        }

        return sum;
    }

    private static double SumOfWeights(ReadOnlySpan<double> weights, int rows)
    {
        if (weights.Length != rows)
        {
            throw new ArgumentException($"There are {rows} rows but {weights.Length} weights.", nameof(weights));
        }

        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0) || double.IsInfinity(weights[i]))
            {
                throw new ArgumentException($"weights[{i}] is {weights[i]}; a weight is a finite number, zero or more.", nameof(weights));
            }

            sum += weights[i];
        }

        return sum;
    }
}
