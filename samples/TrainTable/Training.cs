using AiInfra.Core.Rows;
using AiInfra.Training.Intervals;
using AiInfra.Training.Recipes;
using AiInfra.Trees.Recipes;

namespace TrainTable;

/// <summary>The best of linear model, trees and network; of numbers with an interval that holds nine of ten, where there are rows enough to calibrate it.</summary>
internal static class Training
{
    public const double Coverage = 0.9;
    private const double CalibrationShare = 0.15;

    public static Task<TrainedModel> RunAsync(LabelledTable table, RunOptions options)
    {
        ITrainingRecipe recipe = new BestOfRecipe([RecipeCandidate.Linear, TreesRecipe.Candidate, RecipeCandidate.Network], new BestOfOptions { Budget = options.Budget });
        if (table.Choice.Task == ModelTask.Regression && Calibrates(table.Train.Count))
        {
            recipe = new ConformalRecipe(recipe) { Coverage = Coverage, CalibrationShare = CalibrationShare, Spread = new TreesRecipe() };
        }

        return recipe.TrainAsync(new TrainingRequest { Rows = table.Train, Target = table.Label, Task = table.Choice.Task, Seed = options.Seed, RunId = "train-table" });
    }

    // So many rows calibrate the interval, and as many teach it where to be wide.
    private static bool Calibrates(int rows) => rows * CalibrationShare >= Math.Max(30, ConformalInterval.LeastRows(Coverage));
}
