using AiInfra.Onnx.Optimization;

namespace AiInfra.Onnx.Tests.Optimization;

public sealed class OnnxHalfTests
{
    [Fact]
    public void Convert_ANetwork_AnswersNearlyAlikeInHalfTheBytes()
    {
        OnnxModel model = Networks.Perceptron(softmax: true);
        HalfPrecision half = OnnxHalf.Convert(model);
        float[] x = Networks.Normal(9, 5 * 16);
        float[] expected = OrtRunner.Run(model, "x", x, 5, 16), actual = OrtRunner.Run(half.Model, "x", x, 5, 16);
        Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 5e-3f));
        Assert.NotEqual(expected, actual);
        Assert.Equal("the operator is kept in 32 bits", Assert.Single(half.Kept).Value);
        Assert.InRange(Bytes(half.Model), Bytes(model) / 2, (Bytes(model) / 2) + 64);
        Assert.Equal(OnnxElementType.Float, half.Model.Graph.Inputs[0].TensorType!.ElementType);
    }

    [Fact]
    public void Convert_WithInputsAndOutputs_TakesAndGivesHalves()
    {
        OnnxModel model = OnnxHalf.Convert(Networks.Convolutional(), new() { KeepInputsAndOutputs = false }).Model;
        Assert.Equal(OnnxElementType.Float16, model.Graph.Inputs[0].TensorType!.ElementType);
        Assert.Equal(OnnxElementType.Float16, model.Graph.Outputs[0].TensorType!.ElementType);
        Assert.DoesNotContain(model.Graph.Nodes, n => n.OpType == "Cast");
        using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(model.ToBytes());
    }

    [Fact]
    public void Convert_AConstantBeyondTheRange_StaysInFloats()
    {
        var graph = new OnnxGraphBuilder("large", opset: 17);
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["N", 2]);
        OnnxValue large = graph.Mul(x, graph.Initializer("large", [1e6f, 1f]), name: "scale");
        HalfPrecision half = OnnxHalf.Convert(graph.Output("y", graph.Relu(large)).Build());
        Assert.Contains("65504", half.Kept["scale"], StringComparison.Ordinal);
        Assert.Equal(1, half.Converted);
        Assert.Equal([0.5f, 0f], OrtRunner.Run(half.Model, "x", [5e-7f, -3f], 1, 2).Select(v => MathF.Round(v, 3)));
    }

    [Fact]
    public void Convert_AModelWithGraphsInNodes_IsRefused()
    {
        OnnxModel model = Networks.Perceptron();
        var inner = new OnnxGraph { Name = "inner" };
        inner.Nodes.Add(new OnnxNode("Identity", ["y"], ["z"]));
        inner.Outputs.Add(new OnnxValueInfo("z", new OnnxTensorType(OnnxElementType.Float)));
        model.Graph.Initializers.Add(OnnxTensor.Scalar("yes", true));
        model.Graph.Nodes.Add(new OnnxNode("If", ["yes"], ["w"], [("then_branch", inner), ("else_branch", inner)], name: "choice"));
        Assert.Contains("'choice' (If)", Assert.Throws<OnnxFormatException>(() => OnnxHalf.Convert(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_AConstantOfWhichNothingIsLeft_StaysInFloats()
    {
        OnnxModel model = Networks.Of(17, [new OnnxNode("Add", ["x", "epsilon"], ["a"], name: "add"), new OnnxNode("Div", ["x", "a"], ["y"])], [OnnxTensor.Of<float>("epsilon", [1e-9f], 1)], 1, 3);
        HalfPrecision half = OnnxHalf.Convert(model);
        Assert.Equal("nothing of its constant 'epsilon' is left in 16 bits", half.Kept["add"]);
        Assert.DoesNotContain(OrtRunner.Run(half.Model, "x", [0.5f, 1f, 2f], 1, 3), float.IsNaN);
    }

    [Fact]
    public void Convert_BehindAnOperatorThatIsNotKnown_StaysInFloats()
    {
        OnnxModel model = Networks.Of(
            17, [new OnnxNode("Gelu", ["x"], ["g"], domain: "com.microsoft", name: "gelu"), new OnnxNode("MatMul", ["g", "w"], ["m"], name: "product"), new OnnxNode("Relu", ["m"], ["y"], name: "relu")],
            [OnnxTensor.Of<float>("w", Networks.Normal(1, 12), 3, 4)], 2, 3);
        model.Opsets.Add(new OnnxOpset("com.microsoft", 1));
        HalfPrecision half = OnnxHalf.Convert(model);
        Assert.Equal("the type of 'g' is not known", half.Kept["product"]);
        float[] x = Networks.Normal(2, 6);
        Assert.Equal(OrtRunner.Run(model, "x", x, 2, 3), OrtRunner.Run(half.Model, "x", x, 2, 3));
    }

    [Fact]
    public void Convert_Celu_StaysInFloatsAsItsDefinitionSays()
    {
        HalfPrecision half = OnnxHalf.Convert(Networks.Of(17, [new OnnxNode("Celu", ["x"], ["c"], name: "celu"), new OnnxNode("Relu", ["c"], ["y"])], [], 2, 3));
        Assert.Equal("celu", Assert.Single(half.Kept).Key);
        using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(half.Model.ToBytes());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    public void Convert_WithInputsAndOutputs_LeavesConstantsThatAreInputsToo(long format)
    {
        OnnxModel model = Networks.Of(13, [new OnnxNode("MatMul", ["x", "w"], ["y"])], [OnnxTensor.Of<float>("w", Networks.Normal(1, 12), 3, 4)], 2, 3);
        model.IrVersion = format;
        model.Graph.Inputs.Add(new OnnxValueInfo("w", new OnnxTensorType(OnnxElementType.Float, OnnxShape.Of(3, 4))));
        model.Graph.Outputs.Add(new OnnxValueInfo("x", new OnnxTensorType(OnnxElementType.Float)));
        OnnxModel half = OnnxHalf.Convert(model, new() { KeepInputsAndOutputs = false }).Model;
        Assert.Equal([OnnxElementType.Float16, OnnxElementType.Float16], half.Graph.Outputs.Select(o => o.TensorType!.ElementType));
        Assert.Equal(OnnxElementType.Float16, half.Graph.Inputs[0].TensorType!.ElementType);
        using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(half.ToBytes());
    }

    [Fact]
    public void Convert_AModelWhoseCastTakesAText_IsRefused()
    {
        OnnxModel model = Networks.Of(5, [new OnnxNode("Relu", ["x"], ["y"])], [], 2, 3);
        Assert.Contains("operator set 5", Assert.Throws<OnnxFormatException>(() => OnnxHalf.Convert(model)).Message, StringComparison.Ordinal);
    }

    private static long Bytes(OnnxModel model) => model.AllTensors().Sum(t => (long)t.Data.Length);
}
