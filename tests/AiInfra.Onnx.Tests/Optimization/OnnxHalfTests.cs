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

    private static long Bytes(OnnxModel model) => model.AllTensors().Sum(t => (long)t.Data.Length);
}
