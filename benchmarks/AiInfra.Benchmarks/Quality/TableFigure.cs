using AiInfra.Benchmarks.Trees;
using AiInfra.Core.Rows;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;
using AiInfra.Training.Recipes;

namespace AiInfra.Benchmarks.Quality;

/// <summary>A recipe on a table of numbers and categories: area under the ROC curve of two classes, root mean squared error of numbers.</summary>
internal sealed class TableFigure(string table, string model, double? goal, Func<ITrainingRecipe> recipe) : IQualityFigure
{
    private readonly QualityTable _table = QualityTable.All.First(t => t.Name == table);

    public string Name => $"{table} {model}";

    public string Measure => $"{(_table.Task == ModelTask.Regression ? "RMSE" : "AUC")}, {(_table.Test is null ? "a fifth drawn" : "its test rows")}";

    public double? Goal => goal;

    public async Task<double?> RunAsync(int seed)
    {
        if (_table.Split(seed) is not { } split)
        {
            return null;
        }

        PredictionSet set = await Judged.TrainAsync(recipe(), split.Train, split.Test, _table.Target, _table.Task, seed);
        IMetric metric = _table.Task == ModelTask.Regression ? new RootMeanSquaredError() : new RocAuc();
        return set.Score(metric).Value;
    }
}
