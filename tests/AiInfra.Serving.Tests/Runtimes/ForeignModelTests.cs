using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Runtimes;

/// <summary>Models as other exporters write them.</summary>
public sealed class ForeignModelTests
{
    [Fact]
    public void Predict_OutputWithoutAShape_IsReadAfterTheRun()
    {
        OnnxModel written = OnnxModel.Read(TestModels.Scale(3));
        OnnxValueInfo output = written.Graph.Outputs[0];
        written.Graph.Outputs[0] = new OnnxValueInfo(output.Name, new OnnxTensorType(OnnxElementType.Double, null));
        written.Graph.Values.Clear();
        using var model = OnnxRuntimeModel.Load(written.ToBytes());
        using var rows = new RowModel(model);
        Assert.Equal([3.0, 6.0], rows.Predict([TestRows.X(1), TestRows.X(2)]).Select(r => r["value"].AsNumber()));
    }

    [Fact]
    public void Predict_OtherRowsOutThanIn_IsAnErrorAndNoWrongAnswer()
    {
        // Every row comes out twice: row 1 of the answer is not the answer to row 1.
        var g = new OnnxGraphBuilder("twice");
        OnnxValue x = g.Input("x", OnnxElementType.Double, ["N", 1]);
        using var model = OnnxRuntimeModel.Load(g.Output("value", g.Concat([x, x], 0), [default, 1]).Build().ToBytes());
        using var rows = new RowModel(model);
        InferenceException e = Assert.Throws<InferenceException>(() => rows.Predict([TestRows.X(1), TestRows.X(2)]));
        Assert.Contains("4 rows", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NoElementsOut_GivesAnEmptyTensor()
    {
        var g = new OnnxGraphBuilder("found");
        OnnxValue x = g.Input("x", OnnxElementType.Float, ["N", 2]);
        using var model = OnnxRuntimeModel.Load(g.Output("places", g.Node("NonZero", [x]), [2, default], OnnxElementType.Int64).Build().ToBytes());
        using ModelSlot slot = model.CreateSlot();
        slot.SetShape(0, [1, 2]);
        slot.Run();
        Assert.Equal([2L, 0L], slot.Outputs[0].Shape.ToArray());
        slot.Inputs[0].Span<float>()[1] = 3;
        slot.Run();
        Assert.Equal([0L, 1L], slot.Outputs[0].Span<long>().ToArray());
    }

    [Theory]
    [InlineData(OnnxElementType.Float16, TensorType.Float16)]
    [InlineData(OnnxElementType.BFloat16, TensorType.BFloat16)]
    [InlineData(OnnxElementType.Double, TensorType.Float64)]
    [InlineData(OnnxElementType.Int8, TensorType.Int8)]
    [InlineData(OnnxElementType.UInt16, TensorType.UInt16)]
    [InlineData(OnnxElementType.Int32, TensorType.Int32)]
    [InlineData(OnnxElementType.UInt64, TensorType.UInt64)]
    [InlineData(OnnxElementType.Bool, TensorType.Boolean)]
    public void Run_EveryElementType_PassesThroughToTheBit(OnnxElementType onnx, TensorType type)
    {
        var g = new OnnxGraphBuilder("same");
        OnnxValue x = g.Input("x", onnx, ["N", 3]);
        using var model = OnnxRuntimeModel.Load(g.Output("y", g.Node("Identity", [x])).Build().ToBytes());
        Assert.Equal(type, model.Signature.Inputs[0].Type);
        using ModelSlot slot = model.CreateSlot();
        slot.SetRows(2);
        for (int i = 0; i < slot.Inputs[0].Bytes.Length; i++)
        {
            slot.Inputs[0].Bytes[i] = (byte)(i % 2);
        }

        slot.Run();
        Assert.Equal(slot.Inputs[0].Bytes.ToArray(), slot.Outputs[0].Bytes.ToArray());
    }

    [Fact]
    public void Map_WideRow_IsFoundInNoTime()
    {
        const int Width = 300_000;
        var signature = new ModelSignature([new TensorSpec("x", TensorType.Float32, [-1, Width], ["N", null])], [new TensorSpec("y", TensorType.Float32, [-1, 1], ["N", null])]);
        var schema = new RowSchema(Enumerable.Range(0, Width).Select(i => new Column($"x[{i}]", ValueKind.Number)));
        using var model = new DelegateModel(signature, slot => slot.Outputs[0].Span<float>()[0] = slot.Inputs[0].Span<float>()[Width - 1]);
        using var rows = new RowModel(model);
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.Equal(7, rows.Predict(new Row(schema, [.. Enumerable.Repeat<Value>(7.0, Width)]))["y"].AsNumber());

        // Under a second where nothing else runs; looking through all columns for each takes minutes.
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }
}
