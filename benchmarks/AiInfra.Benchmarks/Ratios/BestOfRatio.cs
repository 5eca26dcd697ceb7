using AiInfra.Benchmarks.Trees;
using AiInfra.Core.Rows;
using AiInfra.Training.Recipes;
using AiInfra.Training.Recipes.Selection;
using AiInfra.Trees.Recipes;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>The loss of the best of linear model, trees and network on Adult (log loss) and bike-hour (root mean squared error), against the better of two settings of scikit-learn's HistGradientBoosting on the same splits: the geometric mean of both tables.</summary>
internal sealed class BestOfRatio : IRatio
{
    private static readonly string[] Settings = ["", ", max_iter=400, learning_rate=0.05"];
    private readonly List<(QualityTable Table, RowBatch Train, RowBatch Test)> _tables = [];
    private double _theirs = 1;
    private double? _ours;

    public string Name => "best-of";

    public double Goal => 0.99;

    // The same request gives the same model.
    public int Rounds => 1;

    public Task<bool> PrepareAsync()
    {
        foreach (QualityTable table in QualityTable.All.Where(t => t.Name is "adult" or "bike-hour"))
        {
            if (table.Split(0) is not { } split)
            {
                return Task.FromResult(false);
            }

            _tables.Add((table, split.Train, split.Test));
            double best = double.PositiveInfinity;
            foreach (string settings in Settings)
            {
                if (TreesQualityRun.Theirs(table, split.Train, split.Test, settings) is not { } theirs)
                {
                    return Task.FromResult(false);
                }

                best = Math.Min(best, Loss(table, theirs.Answers, theirs.Classes, split.Test));
            }

            Console.WriteLine(FormattableString.Invariant($"{table.Name}: HistGradientBoosting {best:F5}"));
            _theirs *= Math.Sqrt(best);
        }

        return Task.FromResult(true);
    }

    public async Task<double> OursAsync() => _ours ??= await LossAsync();

    public Task<double> TheirsAsync() => Task.FromResult(_theirs);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<double> LossAsync()
    {
        double all = 1;
        foreach ((QualityTable table, RowBatch train, RowBatch test) in _tables)
        {
            var recipe = new BestOfRecipe([RecipeCandidate.Linear, TreesRecipe.Candidate, RecipeCandidate.Network], new BestOfOptions { Budget = TimeSpan.FromMinutes(10) });
            TrainedModel model = await recipe.TrainAsync(new TrainingRequest { Rows = train, Target = table.Target, Task = table.Task, Seed = 0, RunId = "" });
            using var answers = new JudgedFile(model.Onnx, table.Task);
            int wide = Math.Max(1, answers.Classes.Length);
            double[][] said = [.. answers.Of(test).Chunk(wide)];
            double loss = Loss(table, said, answers.Classes, test);
            Console.WriteLine(FormattableString.Invariant($"{table.Name}: ours {loss:F5}\n{model.Report!.Split("\n\n")[0]}"));
            all *= Math.Sqrt(loss);
        }

        return all;
    }

    private static double Loss(QualityTable table, double[][] answers, string[] classes, RowBatch test)
    {
        double mean = TreesQualityRun.Losses(answers, classes, [.. test[table.Target].AsValues()]).Average();
        return table.Task == ModelTask.Regression ? Math.Sqrt(mean) : mean;
    }
}
