using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Training.Tabular;

namespace AiInfra.Trees.Models;

/// <summary>What is learned of a target: the objective, its labels as floats, and what they mean.</summary>
internal sealed record TreesTask(ModelTask Task, TreesObjective Objective, LabelEncoder? Labels, TargetScaler? Scaler, float[] Values)
{
    private const int MostGrade = 30;

    /// <summary>Sums a row.</summary>
    public int Outputs => Labels is { Count: > 2 } ? Labels.Count : 1;

    public static TreesTask Of(ColumnData targets, string target, ModelTask task, TreesOptions options, TreesModel? earlier)
    {
        if (task == ModelTask.Classification)
        {
            if (options.Objective != TreesObjective.Auto || options.Query is not null)
            {
                throw new TreesException($"'{target}' is learned as classes, and {nameof(TreesOptions.Objective)} {(options.Query is null ? options.Objective : TreesObjective.Rank)} is for numbers. Leave it out, or learn '{target}' by regression.");
            }

            LabelEncoder labels = earlier?.Labels ?? LabelEncoder.Fit(targets.AsValues());
            return new TreesTask(task, TreesObjective.Auto, labels, null, ClassesOf(targets, labels, target, earlier is not null));
        }

        TargetRows.CheckKind(targets, target, task);
        TreesObjective objective = options.Objective != TreesObjective.Auto ? options.Objective : options.Query is null ? TreesObjective.Squared : TreesObjective.Rank;
        double[] numbers = [.. targets.AsValues().Select(v => v.AsNumber())];
        CheckNumbers(numbers, target, objective);
        if (objective is TreesObjective.Poisson or TreesObjective.Tweedie or TreesObjective.Rank)
        {
            return new TreesTask(task, objective, null, null, Array.ConvertAll(numbers, n => (float)n));
        }

        TargetScaler scaler = earlier?.Scaler ?? TargetScaler.Fit(numbers);
        return new TreesTask(task, objective, null, scaler, Array.ConvertAll(numbers, n => (float)scaler.Encode(n)));
    }

    private static float[] ClassesOf(ColumnData targets, LabelEncoder labels, string target, bool goesOn)
    {
        var classes = new float[targets.Count];
        for (int i = 0; i < classes.Length; i++)
        {
            int index = labels.IndexOf(targets[i]);
            if (index < 0)
            {
                throw new TreesException(goesOn
                    ? $"Row {i} of those with a target has the class '{targets[i]}' in '{target}', which the earlier model does not know: {string.Join(", ", labels.Classes.Take(20))}. Trees cannot take a class on; train a fresh model on all rows."
                    : $"Row {i} has no class.");
            }

            classes[i] = index;
        }

        return classes;
    }

    private static void CheckNumbers(double[] numbers, string target, TreesObjective objective)
    {
        (Func<double, bool> wrong, string wanted) = objective switch
        {
            TreesObjective.Poisson or TreesObjective.Tweedie => ((Func<double, bool>)(n => n < 0), "numbers of 0 and more"),
            TreesObjective.Rank => (n => n < 0 || n > MostGrade || Math.Floor(n) != n, $"grades, whole numbers from 0 to {MostGrade}"),
            _ => (n => Math.Abs(n) > 1e140, "numbers within 1e140"),
        };
        int at = Array.FindIndex(numbers, n => wrong(n));
        if (at >= 0)
        {
            throw new TreesException(string.Create(CultureInfo.InvariantCulture, $"{objective} learns {wanted}; '{target}' has {numbers[at]:R} in row {at} of those with a target. Correct the row, or take another objective."));
        }

        if (objective is TreesObjective.Poisson or TreesObjective.Tweedie && numbers.All(n => n == 0))
        {
            throw new TreesException($"{objective} learns how large '{target}' is, and it is 0 in all {numbers.Length} rows. Check the column.");
        }
    }
}
