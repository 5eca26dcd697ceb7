using AiInfra.Benchmarks.Trees;
using AiInfra.Core.Rows;
using AiInfra.Metrics.Uncertainty;
using AiInfra.Training.Recipes;

namespace AiInfra.Benchmarks.Quality;

/// <summary>How many hours of bike-hour lie in the interval that the model's file answers; the goal is the promise, less two standard errors of the rows asked.</summary>
internal sealed class CoverageFigure(double coverage, Func<ITrainingRecipe> recipe) : IQualityFigure
{
    private const int Asked = 3475;
    private readonly QualityTable _table = QualityTable.All.First(t => t.Name == "bike-hour");

    public string Name => "bike-hour intervals";

    public string Measure => $"share within the {coverage:P0} interval, a fifth drawn";

    public double? Goal => Math.Round(coverage - (2 * Math.Sqrt(coverage * (1 - coverage) / Asked)), 3);

    public async Task<double?> RunAsync(int seed)
    {
        if (_table.Split(seed) is not { } split)
        {
            return null;
        }

        TrainedModel model = await recipe().TrainAsync(new TrainingRequest { Rows = split.Train, Target = _table.Target, Task = _table.Task, Seed = seed, RunId = "" });
        RowBatch answers = Judged.Answers(model, split.Test);
        return IntervalCoverage.Of(split.Test.Numbers(_table.Target), answers.Numbers(AnswerNames.Lower), answers.Numbers(AnswerNames.Upper)).Value;
    }
}
