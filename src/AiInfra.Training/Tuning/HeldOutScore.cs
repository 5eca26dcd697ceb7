using AiInfra.Core.Rows;
using AiInfra.Training.Recipes;
using AiInfra.Training.Recipes.Selection;

namespace AiInfra.Training.Tuning;

/// <summary>Scores an ONNX model of a table on rows that it has not seen: less is better.</summary>
internal static class HeldOutScore
{
    private const double LeastProbability = 1e-7;

    public static double Of(TrainedModel model, TrainingRequest request, RowBatch rows)
    {
        if (model.Runtime is { } runtime)
        {
            throw new StudyException($"A model that the runtime '{runtime}' opens is not scored by itself. Give {nameof(TuneOptions)}.{nameof(TuneOptions.Score)}.");
        }

        try
        {
            using var file = new JudgedFile(model.Onnx, request.Task);
            double[] answers = file.Of(rows);
            return request.Task == ModelTask.Classification
                ? LogLoss(answers, file.Classes, rows.Texts(request.Target)) / rows.Count
                : Math.Sqrt(answers.Zip(rows.Numbers(request.Target)).Sum(p => (p.First - p.Second) * (p.First - p.Second)) / rows.Count);
        }
        catch (AiInfraException e) when (e is SelectionException or TrainingException)
        {
            throw new StudyException($"{e.Message} Give {nameof(TuneOptions)}.{nameof(TuneOptions.Score)}, or a recipe whose model answers as {nameof(ITrainingRecipe)} says.", e);
        }
    }

    private static double LogLoss(double[] probabilities, string[] classes, string?[] labels)
    {
        double loss = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            int label = Array.IndexOf(classes, labels[i]);
            loss -= Math.Log(label < 0 ? LeastProbability : Math.Max(probabilities[(i * classes.Length) + label], LeastProbability));
        }

        return loss;
    }
}
