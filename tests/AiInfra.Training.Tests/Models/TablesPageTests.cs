// <readme> docs/models.md 1
using AiInfra.Core.Rows;
using AiInfra.Training.Networks;
using AiInfra.Training.Recipes;
// </readme>
using AiInfra.Onnx;
using AiInfra.Readmes;

namespace Readmes;

/// <summary>Block 1 of docs/models.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class TablesPageTests
{
    [Fact]
    public async Task Page_Transformer_GivesAFileOfRawColumns()
    {
        using var folder = new ReadmeFolder();
        var schema = new RowSchema([new Column("hour", ValueKind.Number), new Column("class", ValueKind.Text)]);
        var rows = RowBatch.Of([.. Enumerable.Range(0, 60).Select(i => new Row(schema, [i % 24, i % 24 < 8 ? "night" : "day"]))]);

        // <readme> docs/models.md 1
        // Given: RowBatch rows
        var recipe = new TabularRecipe { Transformer = new FtTransformerDesign { Width = 64, Blocks = 2 } };
        TrainedModel model = await recipe.TrainAsync(new TrainingRequest { Rows = rows, Target = "class", Task = ModelTask.Classification, Seed = 1, RunId = "by-hand" });
        File.WriteAllBytes("model.onnx", model.Onnx);        // outputs: probability, label
        // </readme>

        Assert.Equal(["hour"], OnnxModel.Read("model.onnx").Graph.Inputs.Select(i => i.Name));
    }
}
