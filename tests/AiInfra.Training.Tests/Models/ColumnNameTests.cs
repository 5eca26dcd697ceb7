using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Training.Models;

namespace AiInfra.Training.Tests.Models;

/// <summary>Columns named like something in the graph.</summary>
public sealed class ColumnNameTests
{
    [Theory]
    [InlineData(ModelTask.Classification, "label", "probability", "value")]
    [InlineData(ModelTask.Regression, "value", "label", "answer.value")]
    [InlineData(ModelTask.Classification, "answer.label", "label", "answer.label_")]
    [InlineData(ModelTask.Classification, "encoder/encode/missing", "Softmax", "output")]
    [InlineData(ModelTask.Classification, "input", "N", "batch")]
    [InlineData(ModelTask.Regression, "target/scale", "constant", "Cast")]
    [InlineData(ModelTask.Classification, " ", "a\nb", "\"quoted\", 'ü'")]
    public async Task ToOnnx_ColumnsWithNamesOfTheGraph_AnswersUnderTheirOwn(ModelTask task, params string[] names)
    {
        var random = new Random(2);
        var schema = new RowSchema([.. names.Select(n => new Column(n, ValueKind.Number)), new Column("color", ValueKind.Text), new Column("y", task == ModelTask.Classification ? ValueKind.Text : ValueKind.Number)]);
        Row[] rows = [.. Enumerable.Range(0, 300).Select(_ =>
        {
            double a = random.NextDouble(), b = random.NextDouble();
            return new Row(schema, [a, b, random.NextDouble(), random.Next(2) == 0 ? "red" : "blue", task == ModelTask.Classification ? (a > b ? "up" : "down") : a - b]);
        })];
        using TabularModel model = await new TabularTrainer(new TabularOptions { Epochs = 3 }).FitAsync(rows, "y", task);

        OnnxModel onnx = model.ToOnnx();

        Assert.Equal([.. names, "color"], onnx.Graph.Inputs.Select(i => i.Name));
        string[] answers = task == ModelTask.Classification ? ["probability", "label"] : ["value"];
        Dictionary<string, string> renamed = onnx.Metadata.TryGetValue("aiinfra.answers", out string? json) ? System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(json)! : [];
        Assert.Equal(answers, onnx.Graph.Outputs.Select(o => renamed.GetValueOrDefault(o.Name, o.Name)));
        Assert.Equal(answers.Where(names.Contains).Order(), renamed.Values.Order());
    }
}
