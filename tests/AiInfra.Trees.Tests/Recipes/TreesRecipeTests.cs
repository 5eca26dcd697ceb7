using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Support.Stores;
using AiInfra.Training.Intervals;
using AiInfra.Training.Recipes;
using AiInfra.Trees.Models;
using AiInfra.Trees.Recipes;
using AiInfra.Trees.Tests.Models;

namespace AiInfra.Trees.Tests.Recipes;

public sealed class TreesRecipeTests
{
    [Fact]
    public async Task TrainAsync_AsARun_ModelFilesMetricsAndImportance()
    {
        using var store = new TemporaryStore();
        IRunStore runs = store.Catalog.Runs;
        var recipe = new TreesRecipe(runs) { Configure = o => o.Trees = 60 };
        (TrainedModel model, string id) = await recipe.TrainAsync(
            new TrainingRequest { Rows = Tables.Mixed(1000), Target = "kind", Task = ModelTask.Classification, Without = ["price", "claims"], Seed = 3, RunId = "" },
            runs,
            new RunStart("kinds", "training"));

        Assert.Equal([ModelFiles.Onnx, TreesRecipe.TreesFile], model.Files.Keys.Order());
        OnnxModel onnx = OnnxModel.Read(model.Onnx);
        Assert.Contains("\"size\":", onnx.Metadata["aiinfra.importance"], StringComparison.Ordinal);
        Assert.Equal(["size", "city", "flag", "at", "code"], onnx.Graph.Inputs.Select(i => i.Name).OrderBy(n => Array.IndexOf(["size", "city", "flag", "at", "code"], n)));
        Assert.Contains("gain", model.Report, StringComparison.Ordinal);

        Run run = (await runs.FindAsync(id))!;
        Assert.Equal(RunStatus.Finished, run.Status);
        Assert.Equal("trees", run.Parameters["recipe"]);
        Assert.True(run.Metrics["importance/size"] > 0.3);
        Assert.Contains("validation/multi_logloss", run.Metrics.Keys);

        TreesModel again = TreesModel.FromJson(System.Text.Encoding.UTF8.GetString(model.Files[TreesRecipe.TreesFile]));
        Assert.Equal("kind", again.Target);
    }

    /// <summary>Trees are written in a newer version of the classic operators than other models; in one graph they go together, whichever is the spread.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TrainAsync_IntervalOfTreesAndALinearModel_IsOneFile(bool treesSpread)
    {
        ITrainingRecipe trees = new TreesRecipe { Configure = o => o.Trees = 20 }, linear = new LinearRecipe();
        var recipe = new ConformalRecipe(treesSpread ? linear : trees) { Spread = treesSpread ? trees : linear };
        TrainedModel model = await recipe.TrainAsync(new TrainingRequest { Rows = Tables.Mixed(300), Target = "price", Task = ModelTask.Regression, Without = ["kind", "claims"], Seed = 1, RunId = "" });
        Assert.Equal(["value", "lower", "upper"], OnnxModel.Read(model.Onnx).Graph.Outputs.Select(o => o.Name));
    }
}
