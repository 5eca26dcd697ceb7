// <readme> docs/models.md 2
using AiInfra.Core.Rows;
using AiInfra.Training.Intervals;
using AiInfra.Training.Recipes;
// </readme>
using AiInfra.Onnx;
using AiInfra.Readmes;

namespace Readmes;

/// <summary>Block 2 of docs/models.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class IntervalsPageTests
{
    [Fact]
    public async Task Page_Recipe_GivesAFileWithIntervals()
    {
        using var folder = new ReadmeFolder();
        var random = new Random(3);
        double[] hours = [.. Enumerable.Range(0, 600).Select(i => (double)(i % 24))];
        var schema = new RowSchema([new Column("hour", ValueKind.Number), new Column("demand", ValueKind.Number)]);
        var rows = new RowBatch(schema, [new NumberColumn(hours), new NumberColumn([.. hours.Select(h => (2 * h) + random.NextDouble())])]);

        // <readme> docs/models.md 2
        // Given: RowBatch rows
        var recipe = new ConformalRecipe(new TabularRecipe()) { Coverage = 0.9, Spread = new TabularRecipe() };
        TrainedModel model = await recipe.TrainAsync(new TrainingRequest { Rows = rows, Target = "demand", Task = ModelTask.Regression, Seed = 1, RunId = "by-hand" });
        File.WriteAllBytes("model.onnx", model.Onnx);        // outputs: value, lower, upper
        // </readme>

        Assert.Equal(["lower", "upper", "value"], OnnxModel.Read(File.ReadAllBytes("model.onnx")).Graph.Outputs.Select(o => o.Name).Order());
    }
}
