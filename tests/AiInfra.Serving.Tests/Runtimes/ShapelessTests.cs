using AiInfra.Onnx;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Runtimes;

/// <summary>Models whose files leave shapes out, or declare wrong ones.</summary>
public sealed class ShapelessTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Load_InputWithoutAShape_TakesAnyRank()
    {
        using var model = OnnxRuntimeModel.Load(Doubled(null, null));
        Assert.False(model.Signature.Inputs[0].HasRank);
        Assert.Equal("(x: FP32[…]) -> (y: FP32[…])", model.Signature.ToString());
        using ModelSlot slot = model.CreateSlot();
        foreach (long[] shape in new long[][] { [2, 3], [4], [], [1, 1, 2], [2, 3] })
        {
            slot.SetShape(0, shape);
            slot.Inputs[0].Span<float>().Fill(3);
            slot.Run();
            Assert.Equal(shape, slot.Outputs[0].Shape.ToArray());
            Assert.All(slot.Outputs[0].Span<float>().ToArray(), y => Assert.Equal(6, y));
        }

        InferenceRequestException e = Assert.Throws<InferenceRequestException>(() => slot.SetShape(0, [2, 0]));
        Assert.Contains("at least 1 in every dimension", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Scalar_StaysAScalar()
    {
        using var model = OnnxRuntimeModel.Load(Doubled(OnnxShape.Scalar, OnnxShape.Scalar));
        Assert.True(model.Signature.Inputs[0].HasRank && model.Signature.Outputs[0].HasRank);
        using ModelSlot slot = model.CreateSlot();
        Assert.Throws<InferenceRequestException>(() => slot.SetShape(0, [1]));
        slot.Inputs[0].Span<float>()[0] = 4;
        slot.Run();
        Assert.Equal(8, Assert.Single(slot.Outputs[0].Span<float>().ToArray()));
    }

    [Theory]
    [InlineData("ConvInteger")]
    [InlineData("ReverseSequence")]
    [InlineData("DFT")]
    [InlineData("Resize")]
    public void SetShape_DimensionsThatTheOperatorDoesNotSurvive_AreRefused(string op)
    {
        var g = new OnnxGraphBuilder("few");
        OnnxElementType type = op == "ConvInteger" ? OnnxElementType.UInt8 : OnnxElementType.Float;
        OnnxValue x = g.Input("x", type, ["a", "b", "c", "d"]);
        OnnxValue y = op switch
        {
            "ConvInteger" => g.Node(op, [x, g.Initializer("w", new byte[] { 1, 2, 3, 4 }, 1, 1, 2, 2)]),
            "Resize" => g.Node(op, [x, default, g.Initializer("scales", [1f, 1f, 2f, 2f])], [("mode", "linear")]),
            "ReverseSequence" => g.Node(op, [x, g.Initializer("lengths", [1L])]),
            _ => g.Node(op, [x]),
        };
        OnnxModel file = g.Output("y", y, null, op == "ConvInteger" ? OnnxElementType.Int32 : type).Build();
        file.Graph.Inputs[0] = new OnnxValueInfo("x", new OnnxTensorType(type, null));
        file.Graph.Outputs[0] = new OnnxValueInfo("y", new OnnxTensorType(file.Graph.Outputs[0].TensorType!.ElementType, null));
        file.Graph.Values.Clear();
        using var model = OnnxRuntimeModel.Load(file.ToBytes());
        using ModelSlot slot = model.CreateSlot();
        InferenceRequestException e = Assert.Throws<InferenceRequestException>(() => slot.SetShape(0, []));
        Assert.Contains(op == "Resize" ? "of 4 dimensions" : "or more dimensions", e.Message, StringComparison.Ordinal);
        if (op == "Resize")
        {
            Assert.Throws<InferenceRequestException>(() => slot.SetShape(0, [1, 1, 2, 2, 1]));
            slot.SetShape(0, [1, 1, 2, 2]);
            slot.Run();
            Assert.Equal([1L, 1, 4, 4], slot.Outputs[0].Shape.ToArray());
        }

        if (op == "ConvInteger")
        {
            slot.SetShape(0, [1, 1, 3, 3]);
            slot.Inputs[0].Span<byte>().Fill(1);
            slot.Run();
            Assert.Equal([10, 10, 10, 10], slot.Outputs[0].Span<int>().ToArray());
        }
    }

    [Fact]
    public void Run_OutputShapedByTheRequest_HasTheRankThatCame()
    {
        // Reshape(x, s) with as many dimensions as s has elements.
        var g = new OnnxGraphBuilder("reshape");
        OnnxValue x = g.Input("x", OnnxElementType.Float, [6]);
        OnnxValue s = g.Input("s", OnnxElementType.Int64, ["r"]);
        OnnxModel file = g.Output("y", g.Node("Reshape", [x, s]), null, OnnxElementType.Float).Build();
        using var model = OnnxRuntimeModel.Load(file.ToBytes());
        using ModelSlot slot = model.CreateSlot();
        foreach (long[] shape in new long[][] { [6], [2, 3], [1, 2, 3], [3, 2] })
        {
            slot.SetShape(0, [6]);
            slot.SetShape(1, [shape.Length]);
            shape.CopyTo(slot.Inputs[1].Span<long>());
            new float[] { 1, 2, 3, 4, 5, 6 }.CopyTo(slot.Inputs[0].Span<float>());
            slot.Run();
            Assert.Equal(shape, slot.Outputs[0].Shape.ToArray());
            Assert.Equal([1f, 2, 3, 4, 5, 6], slot.Outputs[0].Span<float>().ToArray());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(0)]
    public async Task InferAsync_DeclaredShapeIsNotTheRealOne_AnswersWhatIsComputed(int rank)
    {
        // 3 ones, and whatever the file declares: fewer, of another rank, a scalar.
        var g = new OnnxGraphBuilder("declared");
        OnnxValue size = g.Input("size", OnnxElementType.Int64, [1]);
        OnnxModel file = g.Output("before", g.Mul(size, g.Constant(10L)), [1]).Output("y", g.Node("ConstantOfShape", [size]), ["k"], OnnxElementType.Float).Output("after", g.Mul(size, g.Constant(100L)), [1]).Build();
        file.Graph.Outputs[1] = new OnnxValueInfo("y", new OnnxTensorType(OnnxElementType.Float, rank switch { 0 => OnnxShape.Scalar, 1 => [2], _ => [1, 2] }));
        file.Graph.Values.Clear();
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions { Batching = new BatchOptions() }, null, file.ToBytes());
        foreach (long count in new long[] { 3, 2, 5 })
        {
            InferenceResult result = await d.InferAsync([new NamedTensor("size", TensorData.Of([count], 1))]);
            Assert.Equal([count], result.Outputs[1].Data.Shape.ToArray());
            Assert.Equal(count * 10, result.Outputs[0].Data.Span<long>()[0]);
            Assert.Equal(count * 100, result.Outputs[2].Data.Span<long>()[0]);
        }
    }

    [Fact]
    public void Run_DeclaredShapeIsNotTheRealOne_IsFoundOutOnceForAllSlots()
    {
        var g = new OnnxGraphBuilder("declared");
        OnnxValue size = g.Input("size", OnnxElementType.Int64, [1]);
        using var model = OnnxRuntimeModel.Load(g.Output("y", g.Node("ConstantOfShape", [size]), [2], OnnxElementType.Float).Build().ToBytes());
        using ModelSlot first = model.CreateSlot(), second = model.CreateSlot();
        foreach (ModelSlot slot in new[] { second, first, second })
        {
            slot.Inputs[0].Span<long>()[0] = slot == first ? 3 : 2;
            slot.Run();
            Assert.Equal([slot == first ? 3L : 2L], slot.Outputs[0].Shape.ToArray());
        }

        Assert.Contains("y: FP32[2]", Assert.Single(model.Remarks()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FailureThatIsNoMatterOfOutputs_KeepsItsOwnMessage()
    {
        var g = new OnnxGraphBuilder("fails");
        OnnxValue a = g.Input("a", OnnxElementType.Float, ["n"]);
        OnnxValue b = g.Input("b", OnnxElementType.Float, ["m"]);
        using var model = OnnxRuntimeModel.Load(g.Output("y", g.Node("Add", [a, b]), ["n"], OnnxElementType.Float).Build().ToBytes());
        using ModelSlot slot = model.CreateSlot();
        slot.SetShape(0, [2]);
        slot.SetShape(1, [3]);
        InferenceException e = Assert.Throws<InferenceException>(slot.Run);
        Assert.StartsWith("The model failed", e.Message, StringComparison.Ordinal);
        slot.SetShape(1, [2]);
        slot.Inputs[0].Span<float>().Fill(1);
        slot.Inputs[1].Span<float>().Fill(2);
        slot.Run();
        Assert.Equal([3f, 3f], slot.Outputs[0].Span<float>().ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_RecurrentOperatorOverNothing_IsRefused(bool declared)
    {
        var g = new OnnxGraphBuilder("gru");
        OnnxValue x = g.Input("x", OnnxElementType.Float, [declared ? 0 : 1, 3, 3]);
        OnnxValue y = g.Node("GRU", [x, g.Initializer("w", new float[3 * 2 * 3], 1, 6, 3), g.Initializer("r", new float[3 * 2 * 2], 1, 6, 2)], [("hidden_size", 2L)]);
        byte[] file = g.Output("y", y, null, OnnxElementType.Float).Build().ToBytes();
        if (declared)
        {
            ModelLoadException e = Assert.Throws<ModelLoadException>(() => OnnxRuntimeModel.Load(file));
            Assert.Contains("GRU takes 'x' of the shape [0, 3, 3]", e.Message, StringComparison.Ordinal);
        }
        else
        {
            OnnxRuntimeModel.Load(file).Dispose();
        }
    }

    [Theory]
    [InlineData("Expand")]
    [InlineData("Expand of a declared length")]
    [InlineData("Reshape of a declared length")]
    [InlineData("ConstantOfShape")]
    [InlineData("ConstantOfShape in a branch")]
    [InlineData("Tile")]
    [InlineData("Range")]
    [InlineData("input")]
    [InlineData("input of many elements")]
    public void Load_SizeBeyondMemory_IsRefusedBeforeNativeCode(string where)
    {
        const long Much = 1_099_511_627_776;
        var g = new OnnxGraphBuilder("much");
        OnnxValue x = g.Input("x", OnnxElementType.Float, where switch { "input" => [Much], "input of many elements" => [1 << 20, 1 << 20], _ => [1] });
        OnnxValue y = where switch
        {
            "Expand" => g.Node("Expand", [x, g.Initializer("shape", [Much])]),
            "Expand of a declared length" => g.Node("Expand", [x, g.Input("shape", OnnxElementType.Int64, [Much])]),
            "Reshape of a declared length" => g.Node("Reshape", [x, g.Input("shape", OnnxElementType.Int64, [1_000_000_000])]),
            "ConstantOfShape" => g.Node("ConstantOfShape", [g.Initializer("shape", [1L << 20, 1L << 20])]),
            "Tile" => g.Node("Tile", [x, g.Initializer("repeats", [Much])]),
            "Range" => g.Node("Range", [g.Constant(0L), g.Constant(Much), g.Constant(1L)]),
            "ConstantOfShape in a branch" => g.Node("If", [g.Constant(true)], [("then_branch", Branch(Much)), ("else_branch", Branch(1))]),
            _ => x,
        };
        OnnxModel file = g.Output("y", g.Node("Identity", [y]), null, where == "Range" ? OnnxElementType.Int64 : OnnxElementType.Float).Build();
        ModelLoadException e = Assert.Throws<ModelLoadException>(() => OnnxRuntimeModel.Load(file.ToBytes()));
        Assert.Contains("is refused", e.Message, StringComparison.Ordinal);
    }

    private static OnnxGraph Branch(long size)
    {
        var graph = new OnnxGraph { Name = "branch" };
        graph.Nodes.Add(new OnnxNode("Constant", [], ["size"], [("value", OnnxTensor.Of("", new[] { size }.AsSpan()))]));
        graph.Nodes.Add(new OnnxNode("ConstantOfShape", ["size"], ["out"]));
        graph.Outputs.Add(new OnnxValueInfo("out", new OnnxTensorType(OnnxElementType.Float, ["k"])));
        return graph;
    }

    private static byte[] Doubled(OnnxShape? input, OnnxShape? output)
    {
        var g = new OnnxGraphBuilder("doubled");
        OnnxValue x = g.Input("x", OnnxElementType.Float, OnnxShape.Scalar);
        OnnxModel file = g.Output("y", g.Mul(x, g.Constant(2f)), OnnxShape.Scalar).Build();
        file.Graph.Inputs[0] = new OnnxValueInfo("x", new OnnxTensorType(OnnxElementType.Float, input));
        file.Graph.Outputs[0] = new OnnxValueInfo("y", new OnnxTensorType(OnnxElementType.Float, output));
        return file.ToBytes();
    }
}
