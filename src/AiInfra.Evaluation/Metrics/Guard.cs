namespace AiInfra.Evaluation.Metrics;

/// <summary>Checks of columns, each naming the argument and the first index that is wrong.</summary>
internal static class Guard
{
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
            Weights(weights, rows);
        }
    }

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

    public static void Labels(ReadOnlySpan<int> labels, string name, int classes)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || (classes > 0 && labels[i] >= classes))
            {
                throw new ArgumentException($"{name}[{i}] is {labels[i]}; {(classes > 0 ? $"the label set has the classes 0 to {classes - 1}" : "a class is an index, 0 or more")}.", name);
            }
        }
    }

    private static void Weights(ReadOnlySpan<double> weights, int rows)
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

        if (sum == 0)
        {
            throw new ArgumentException("All weights are zero.", nameof(weights));
        }
    }
}
