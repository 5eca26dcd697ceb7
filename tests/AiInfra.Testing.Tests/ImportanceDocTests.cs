// <readme> docs/importance.md 1
using AiInfra.Core.Rows;
using AiInfra.Evaluation.Importance;
using AiInfra.Metrics.Classification;
using AiInfra.Serving.Rows;
// </readme>

namespace AiInfra.Testing.Tests;

/// <summary>The code of docs/importance.md, run over a served model.</summary>
public sealed class ImportanceDocTests
{
    [Fact]
    public void Importance_ServedModel_KnowsTheColumnItReads()
    {
        using FakeModel fake = FakeModel.Of<Customer, Answer>(c => new Answer(c.Months > 10 ? 0 : 1));
        using var model = new RowModel(fake);
        var schema = new RowSchema([new("Age", ValueKind.Number), new("Months", ValueKind.Number), new("left", ValueKind.Number)]);
        Row[] heldOut = [.. Enumerable.Range(0, 100).Select(i => new Row(schema, [i % 7, i % 20, i % 20 > 10 ? 0 : 1]))];

        // <readme> docs/importance.md 1
        // Given: RowModel model; Row[] heldOut
        IReadOnlyList<ColumnImportance> columns = PermutationImportance.Of(heldOut, "left", rows => model.Predict(rows), new Accuracy());
        Console.WriteLine(string.Join('\n', columns));   // the most important first: name, mean loss of the metric, interval
        // </readme>

        Assert.Equal(["Months", "Age"], columns.Select(c => c.Column));
        Assert.True(columns[0].Interval.Low > 0);
        Assert.Equal(0, columns[1].Drop);
    }

    private sealed record Customer(double Age, double Months);

    private sealed record Answer(double label);
}
