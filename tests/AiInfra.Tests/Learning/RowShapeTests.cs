using AiInfra.Core.Rows;
using AiInfra.Learning;

namespace AiInfra.Tests.Learning;

public sealed class RowShapeTests
{
    /// <summary>Asked by tensors, a row has its times as milliseconds and its booleans as 0 and 1.</summary>
    [Fact]
    public void Inputs_OfTensors_AreOfTheKindsThatWereLearned()
    {
        var schema = new RowSchema([new("at", ValueKind.Instant), new("open", ValueKind.Boolean), new("site", ValueKind.Text), new("class", ValueKind.Text)]);
        Row[] rows = [.. Enumerable.Range(0, 40).Select(i => new Row(schema, [Value.Of(DateTime.UnixEpoch.AddDays(i)), i % 2 == 0, $"s{i % 3}", i % 2 == 0 ? "up" : "down"]))];
        (RowShape shape, _) = RowShape.Read(rows, new LearningOptions { Target = "class" });
        var tensors = new RowSchema([new("site", ValueKind.Text), new("at", ValueKind.Number), new("open", ValueKind.Number)]);
        Row row = shape.Inputs(new Row(tensors, ["s1", 1_709_251_200_000, 1]));
        Assert.Equal([Value.Of(new DateTime(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc)), Value.Of(true), Value.Of("s1")], row.Values.ToArray());
        Assert.True(shape.Inputs(new Row(tensors, ["s1", 0.5, 2])).Values[..2].ToArray().All(v => v.IsMissing));
    }
}
