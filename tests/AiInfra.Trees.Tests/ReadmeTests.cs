// <readme> src/AiInfra.Trees/README.md 1
using AiInfra.Core.Rows;
using AiInfra.Training.Tabular;
using AiInfra.Trees.Models;
// </readme>
using AiInfra.Readmes;
using AiInfra.Trees.Tests.Models;

namespace Readmes;

/// <summary>The code of the package's README, run.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_Table()
    {
        using var folder = new ReadmeFolder();
        Row[] rows = [.. Tables.Mixed(400).Select(["size", "city", "flag", "at", "kind"]).With("class", Tables.Mixed(400)["kind"]).Select(["size", "city", "flag", "at", "class"])];
        Row[] newRows = [.. Tables.Mixed(3, 2)];

        // <readme> src/AiInfra.Trees/README.md 1
        // Given: Row[] rows, newRows
        TreesModel model = await new TreesTrainer().FitAsync(rows, target: "class");    // classes or numbers, as the column's values say
        TabularAnswer[] answers = model.Predict(newRows);          // label and probabilities from raw rows
        model.ToOnnx().Write("model.onnx");                        // raw columns in, probability and label out; checked against the model
        foreach (ColumnGain column in model.Importance)
        {
            Console.WriteLine($"{column.Column}: {column.Gain:P0} of the gain, {column.Splits} splits");
        }
        // </readme>

        Assert.Equal(3, answers.Length);
        Assert.True(File.Exists("model.onnx"));
    }
}
