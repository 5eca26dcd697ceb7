using AiInfra.Core.Rows;
using AiInfra.Evaluation.Predictions;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Training.Recipes;

namespace AiInfra.Benchmarks.Quality;

/// <summary>A recipe's file asked as whoever serves it asks it.</summary>
internal static class Judged
{
    public static async Task<PredictionSet> TrainAsync(ITrainingRecipe recipe, RowBatch train, RowBatch test, string target, ModelTask task, int seed)
    {
        TrainedModel model = await recipe.TrainAsync(new TrainingRequest { Rows = train, Target = target, Task = task, Seed = seed, RunId = "" });
        return PredictionSet.OfAnswers(Answers(model, test), test[target]);
    }

    public static RowBatch Answers(TrainedModel model, RowBatch rows)
    {
        using OnnxRuntimeModel file = OnnxRuntimeModel.Load(model.Onnx);
        using var served = new RowModel(file);
        return served.Predict(rows);
    }
}
