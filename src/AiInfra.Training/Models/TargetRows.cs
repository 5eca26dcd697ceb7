using AiInfra.Core.Rows;

namespace AiInfra.Training.Models;

/// <summary>The rows of a table that can be learned from.</summary>
internal static class TargetRows
{
    /// <summary>Rows that have a target and a weight above zero.</summary>
    /// <exception cref="TabularException">There are none, a weight can't be, or a target of a regression is no finite number.</exception>
    public static int[] Of(RowBatch given, string target, ModelTask task, IReadOnlyList<float>? weights)
    {
        int[] rows = WithTarget(given, target, weights);
        if (rows.Length == 0)
        {
            throw new TabularException(given.Count == 0 ? "There are no rows to learn from." : $"None of the {given.Count} rows has a value in '{target}' and a weight above zero.");
        }

        CheckKind(given[target], rows, target, task);
        return rows;
    }

    /// <inheritdoc cref="Of" />
    public static int[] WithTarget(RowBatch given, string target, IReadOnlyList<float>? weights)
    {
        ColumnData targets = given[target];
        var rows = new int[given.Count];
        int kept = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            float weight = weights?[i] ?? 1;
            if (!float.IsFinite(weight) || weight < 0)
            {
                throw new TabularException($"The weight of row {i} is {weight}; weights are finite and not below zero.");
            }

            if (!targets.IsMissing(i) && weight > 0)
            {
                rows[kept++] = i;
            }
        }

        return rows[..kept];
    }

    private static void CheckKind(ColumnData targets, int[] rows, string target, ModelTask task)
    {
        for (int i = 0; i < rows.Length && task == ModelTask.Regression; i++)
        {
            if (targets.Kind is not (ValueKind.Number or ValueKind.Boolean) || !double.IsFinite(targets[rows[i]].AsNumber()))
            {
                throw new TabularException($"A regression needs finite numbers in '{target}'; row {i} of those with a target has '{targets[rows[i]]}' ({targets.Kind}).");
            }
        }
    }
}
