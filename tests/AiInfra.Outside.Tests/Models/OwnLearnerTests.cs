using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Recipes;
using AiInfra.Training.Tabular;

namespace AiInfra.Outside.Tests.Models;

/// <summary>A learner of tables of somebody else's, by the parts that the library's own learners share.</summary>
public sealed class OwnLearnerTests
{
    private static readonly RowSchema s_columns = new([new Column("size", ValueKind.Number), new Column("kind", ValueKind.Text), new Column("class", ValueKind.Text)]);

    [Fact]
    public async Task TrainAsync_TableWithTextsAndGaps_GivesAModelThatAnswersRawColumns()
    {
        TrainedModel model = await new NearestMeanRecipe().TrainAsync(Request(Table()), TestContext.Current.CancellationToken);
        var columns = new RowSchema(s_columns.Columns.Take(2));
        Row[] asked = [new Row(columns, [9.5, "b"]), new Row(columns, [-4, "a"]), new Row(columns, [Value.Missing, "b"])];
        IReadOnlyDictionary<string, OnnxTensor> answers = new OnnxRuntimeRunner().Run(OnnxModel.Read(model.Onnx), TableExportCheck.Inputs(columns, asked));
        Assert.Equal(["large", "small", "large"], answers[AnswerNames.Label].Texts);
    }

    [Fact]
    public async Task TrainAsync_NoTargetAnywhere_IsRefusedByTheSharedRule()
    {
        var rows = RowBatch.Of([new Row(s_columns, [1, "a", Value.Missing])]);
        var e = await Assert.ThrowsAsync<TabularException>(() => new NearestMeanRecipe().TrainAsync(Request(rows), TestContext.Current.CancellationToken));
        Assert.Contains("None of the 1 rows has a value in 'class'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ValidationRows_OfATable_TakesEachClassItsShare()
    {
        RowBatch table = Table();
        bool[] judging = ValidationRows.Of(table["class"], ModelTask.Classification, 20, RowOrder.None, seed: 1);
        Assert.Equal(10, Enumerable.Range(0, table.Count).Count(i => judging[i] && table["class"][i].AsText() == "large"));
    }

    private static TrainingRequest Request(RowBatch rows) => new() { Rows = rows, Target = "class", Task = ModelTask.Classification, RunId = "run", Seed = 1 };

    private static RowBatch Table()
    {
        var random = new Random(5);
        return RowBatch.Of([.. Enumerable.Range(0, 200).Select(i => i % 2 == 0
            ? new Row(s_columns, [8 + random.NextDouble(), "b", "large"])
            : new Row(s_columns, [i % 10 == 1 ? Value.Missing : -random.NextDouble(), "a", "small"]))]);
    }
}
