using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AiInfra.Onnx.Tests;

public sealed class BuilderTests
{
    [Fact]
    public void Build_Perceptron_ComputesInOnnxRuntime()
    {
        var graph = new OnnxGraphBuilder("mlp");
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["batch", 2]);
        OnnxValue hidden = graph.Relu(graph.Gemm(x, graph.Initializer("w", [1f, 2f, -1f, 1f], 2, 2), graph.Initializer("b", [0.5f, 0f]), transB: true));
        graph.Output("y", graph.Softmax(hidden)).Output("class", graph.ArgMax(hidden));

        using var session = new InferenceSession(graph.Build().ToBytes());
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("x", new DenseTensor<float>(new[] { 1f, 1f }, [1, 2]))]);

        // hidden = relu([1+2+0.5, -1+1]) = [3.5, 0]
        Assert.Equal(1 / (1 + MathF.Exp(-3.5f)), results[0].AsTensor<float>()[0, 0], 6);
        Assert.Equal(0L, results[1].AsTensor<long>()[0]);
    }

    [Fact]
    public void Node_InputsThatDoNotFit_SaysWhy()
    {
        var graph = new OnnxGraphBuilder();
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["batch", 3]);

        var error = Assert.Throws<ArgumentException>(() => graph.MatMul(x, graph.Initializer("w", new float[8], 4, 2)));

        Assert.Contains("[batch, 3] and [4, 2] differ", error.Message, StringComparison.Ordinal);
    }
}
