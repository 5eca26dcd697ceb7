using AiInfra.Core.Rows;
using AiInfra.Training.Recipes;
using AiInfra.Training.Recipes.Selection;

namespace AiInfra.Training.Tests.Recipes;

/// <summary>What a recipe's file answers.</summary>
internal static class Answers
{
    public static double[] Of(TrainedModel model, IReadOnlyList<Row> rows, ModelTask task)
    {
        using var answers = new JudgedFile(model.Onnx, task);
        return answers.Of(RowBatch.Of(rows));
    }

    /// <summary>The most probable class of each row.</summary>
    public static string[] Labels(TrainedModel model, IReadOnlyList<Row> rows)
    {
        using var answers = new JudgedFile(model.Onnx, ModelTask.Classification);
        double[] probabilities = answers.Of(RowBatch.Of(rows));
        int classes = answers.Classes.Length;
        return [.. Enumerable.Range(0, rows.Count).Select(i => probabilities.AsSpan(i * classes, classes).ToArray()).Select(p => answers.Classes[Array.IndexOf(p, p.Max())])];
    }

    public static double Accuracy(TrainedModel model, IReadOnlyList<Row> rows, string target) => Labels(model, rows).Zip(rows, (l, r) => l == r[target].AsText() ? 1.0 : 0).Average();
}
