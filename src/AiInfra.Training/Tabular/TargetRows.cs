using AiInfra.Core.Rows;

namespace AiInfra.Training.Tabular;

/// <summary>Which rows of a table can be learned from, and how much each class of them counts.</summary>
public static class TargetRows
{
    /// <summary>Numbers of the rows that have a target and a weight above zero, in their order.</summary>
    /// <param name="rows">The table.</param>
    /// <param name="target">The column that is learned.</param>
    /// <param name="weights">A weight for each row; null where all count alike.</param>
    /// <exception cref="TabularException">There is none, a weight is not finite or below zero, or there are more or fewer weights than rows.</exception>
    public static int[] Of(RowBatch rows, string target, IReadOnlyList<float>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentException.ThrowIfNullOrEmpty(target);
        if (weights is not null && weights.Count != rows.Count)
        {
            throw new TabularException($"There are {weights.Count} weights for {rows.Count} rows; give one for each row.");
        }

        ColumnData targets = rows[target];
        var usable = new int[rows.Count];
        int kept = 0;
        for (int i = 0; i < usable.Length; i++)
        {
            float weight = weights?[i] ?? 1;
            if (!float.IsFinite(weight) || weight < 0)
            {
                throw new TabularException($"The weight of row {i} is {weight}; weights are finite and not below zero.");
            }

            if (!targets.IsMissing(i) && weight > 0)
            {
                usable[kept++] = i;
            }
        }

        return kept > 0 ? usable[..kept] : throw new TabularException(rows.Count == 0
            ? "There are no rows to learn from."
            : $"None of the {rows.Count} rows has a value in '{target}' and a weight above zero.");
    }

    /// <summary>Refuses targets of a regression that are no finite numbers.</summary>
    /// <param name="targets">The target of each row that is learned from.</param>
    /// <param name="target">The column's name, for messages.</param>
    /// <param name="task">What is learned; classes are of any kind.</param>
    /// <exception cref="TabularException">One is not; the message names its row.</exception>
    public static void CheckKind(ColumnData targets, string target, ModelTask task)
    {
        ArgumentNullException.ThrowIfNull(targets);
        for (int i = 0; i < targets.Count && task == ModelTask.Regression; i++)
        {
            if (targets.Kind is not (ValueKind.Number or ValueKind.Boolean) || !double.IsFinite(targets[i].AsNumber()))
            {
                throw new TabularException($"A regression needs finite numbers in '{target}'; row {i} of those with a target has '{targets[i]}' ({targets[i].Kind}).");
            }
        }
    }

    /// <summary>Weights that make all classes count alike: rows / (classes x rows of the class), 1 where a class has none.</summary>
    /// <param name="classOf">The number of each row's class.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <returns>A weight for each class.</returns>
    public static float[] ClassWeights(IReadOnlyList<int> classOf, int classes)
    {
        ArgumentNullException.ThrowIfNull(classOf);
        var counts = new int[classes];
        foreach (int one in classOf)
        {
            counts[one]++;
        }

        return [.. counts.Select(c => c == 0 ? 1f : (float)classOf.Count / (classes * c))];
    }
}
