using AiInfra.Core.Rows;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Rows;

/// <summary>A batch is asked by column, and is answered as its rows are.</summary>
public sealed class RowModelColumnTests
{
    private static readonly RowSchema s_raw = new([new("color", ValueKind.Text), new("unused", ValueKind.Boolean), new("at", ValueKind.Instant), new("size", ValueKind.Number)]);

    [Theory]
    [InlineData(256)]
    [InlineData(7)]
    public void Predict_Batch_AnswersAsItsRowsDo(int maxRows)
    {
        using var onnx = OnnxRuntimeModel.Load(TestModels.Raw());
        using var model = new RowModel(onnx, maxRows);
        RowBatch batch = RowBatch.Of([.. Enumerable.Range(0, 600).Select(i => new Row(s_raw,
        [
            i % 5 == 0 ? Value.Missing : Value.Of(i % 3 == 0 ? "red" : $"blue {i % 4}"),
            i % 2 == 0,
            i % 7 == 0 ? Value.Missing : Value.Of(DateTime.UnixEpoch.AddHours(i)),
            i % 11 == 0 ? Value.Missing : Value.Of(i - 300.25),
        ]))]);
        Row[] rows = model.Predict([.. batch]);
        RowBatch columns = model.Predict(batch);
        Assert.Equal(rows[0].Schema, columns.Schema);
        Assert.Equal(rows.Select(r => r.ToString()), columns.Select(r => r.ToString()));
        Assert.Equal(2, rows.Select(r => r["label"]).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Predict_BatchOfEveryElementType_ComesBackAsItWent(TensorType type)
    {
        ModelSignature signature = new([new TensorSpec("x", type, [-1, 2], ["N", null])], [new TensorSpec("y", type, [-1, 2], ["N", null])]);
        using var same = new DelegateModel(signature, slot =>
        {
            if (type == TensorType.String)
            {
                slot.Inputs[0].Text.CopyTo(slot.Outputs[0].Text);
            }
            else
            {
                slot.Inputs[0].Bytes.CopyTo(slot.Outputs[0].Bytes);
            }
        });
        using var model = new RowModel(same, maxRows: 3);
        Value[] values = type == TensorType.String ? ["a", "", Value.Missing, "b", "a"]
            : type == TensorType.Boolean ? [true, false, true, true, false]
            : type == TensorType.Int64 ? [Value.Of(1), Value.Of(9_007_199_254_740_993), Value.Missing, Value.Of(-7), Value.Of(0)]
            : TensorValues.Of(type).HasFraction ? [1.5, Value.Missing, -2.0, double.PositiveInfinity, 0.0]
            : [0.0, 1.0, 2.0, 3.0, 100.0];
        ValueKind kind = TensorValues.Of(type).Kind;
        var schema = new RowSchema([new("x[0]", kind), new("x[1]", kind)]);
        RowBatch batch = RowBatch.Of([.. values.Select((v, i) => new Row(schema, [v, values[^(i + 1)]]))]);
        RowBatch answers = model.Predict(batch);
        Value[] expected = [.. values.Select(v => v == Value.Of("") ? Value.Missing : v)];
        Assert.Equal(expected, answers["y[0]"].AsValues());
        Assert.Equal(expected.Reverse(), answers["y[1]"].AsValues());
        Assert.Equal(model.Predict([.. batch]).Select(r => r["y[0]"]), answers["y[0]"].AsValues());
    }

    public static TheoryData<TensorType> Types() => [.. Enum.GetValues<TensorType>()];

    [Fact]
    public void Predict_BatchWithAValueThatDoesNotFit_NamesColumnAndValue()
    {
        using var onnx = OnnxRuntimeModel.Load(TestModels.Raw());
        using var model = new RowModel(onnx);
        RowBatch batch = RowBatch.Of([TestRows.Raw(1, "red", DateTime.UnixEpoch)]).Select(["color", "at"]).With("size", TextColumn.Of(["big"]));
        Assert.Equal("Column 'size': expected a number, came Text 'big'.", Assert.Throws<InferenceRequestException>(() => model.Predict(batch)).Message);
        Assert.Contains("missing color", Assert.Throws<InferenceRequestException>(() => model.Predict(batch.Select(["size", "at"]))).Message);
    }

    [Fact]
    public void Predict_EmptyBatch_HasTheColumnsOfAnswers()
    {
        using var onnx = OnnxRuntimeModel.Load(TestModels.Raw());
        using var model = new RowModel(onnx);
        RowBatch one = RowBatch.Of([TestRows.Raw(1, "red", DateTime.UnixEpoch)]);
        RowBatch none = model.Predict(one.Slice(0, 0));
        Assert.Empty(none);
        Assert.Equal(model.Predict(one).Schema, none.Schema);
    }

    [Fact]
    public void Predict_OutputThatIsWiderInSomeCalls_IsMissingInTheOthers()
    {
        ModelSignature signature = new([new TensorSpec("x", TensorType.Float64, [-1, 1], ["N", null])], [new TensorSpec("y", TensorType.Float64, [-1, -1], ["N", null]), new TensorSpec("z", TensorType.String, [-1, 1], ["N", null])]);
        int calls = 0;
        using var growing = new DelegateModel(signature, slot =>
        {
            int width = ++calls;
            slot.Outputs[0].Resize([slot.Rows, width]);
            for (int i = 0; i < slot.Outputs[0].Count; i++)
            {
                slot.Outputs[0].Span<double>()[i] = i;
            }

            slot.Outputs[1].Text.Fill($"call {calls}");
        });
        using var model = new RowModel(growing, maxRows: 2);
        RowBatch answers = model.Predict(RowBatch.Of([TestRows.X(1), TestRows.X(2), TestRows.X(3)]));
        Assert.Equal(["y", "z", "y[0]", "y[1]"], answers.Schema.Columns.Select(c => c.Name));
        Assert.Equal([0.0, 1.0, Value.Missing], answers["y"].AsValues());
        Assert.Equal([Value.Missing, Value.Missing, 1.0], answers["y[1]"].AsValues());
        Assert.Equal(["call 1", "call 1", "call 2"], answers.Texts("z"));
    }
}
