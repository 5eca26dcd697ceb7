namespace AiInfra.Onnx.Tests;

/// <summary>Networks with weights from a seed.</summary>
internal static class Networks
{
    public static float[] Normal(int seed, int count, double scale = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(scale * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }

    /// <summary>The floats x to the floats y by nodes as they stand in files.</summary>
    public static OnnxModel Of(long opset, OnnxNode[] nodes, OnnxTensor[] constants, params long[] x)
    {
        var model = new OnnxModel { IrVersion = 8 };
        model.Opsets.Add(new OnnxOpset("", opset));
        model.Graph.Name = "nodes";
        model.Graph.Nodes.AddRange(nodes);
        model.Graph.Initializers.AddRange(constants);
        model.Graph.Inputs.Add(new OnnxValueInfo("x", new OnnxTensorType(OnnxElementType.Float, OnnxShape.Of(x))));
        model.Graph.Outputs.Add(new OnnxValueInfo("y", new OnnxTensorType(OnnxElementType.Float)));
        return model;
    }

    /// <summary>[N, 16] to [N, 4]: two hidden layers of 64.</summary>
    public static OnnxModel Perceptron(bool softmax = false)
    {
        var graph = new OnnxGraphBuilder("mlp", opset: 17);
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["N", 16]);
        OnnxValue a = graph.Relu(graph.Gemm(x, graph.Initializer("w1", Normal(1, 64 * 16, 0.3), 64, 16), graph.Initializer("b1", Normal(2, 64, 0.1)), transB: true, name: "first"));
        OnnxValue b = graph.Relu(graph.Add(graph.MatMul(a, graph.Initializer("w2", Normal(3, 64 * 64, 0.15), 64, 64), name: "second"), graph.Initializer("b2", Normal(4, 64, 0.1))));
        OnnxValue y = graph.Gemm(b, graph.Initializer("w3", Normal(5, 4 * 64, 0.15), 4, 64), graph.Initializer("b3", Normal(6, 4, 0.1)), transB: true, name: "third");
        return graph.Output("y", softmax ? graph.Softmax(y) : y).Build();
    }

    /// <summary>[N, 2, 8, 8] to [N, 4]: two convolutions with normalisation, and a linear layer.</summary>
    public static OnnxModel Convolutional()
    {
        var graph = new OnnxGraphBuilder("cnn", opset: 17);
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["N", 2, 8, 8]);
        OnnxValue a = Block(graph, x, 2, 8, 1, bias: false);
        OnnxValue b = graph.Node("MaxPool", [Block(graph, a, 8, 16, 2, bias: true)], [("kernel_shape", (long[])[2, 2]), ("strides", (long[])[2, 2])]);
        OnnxValue y = graph.Gemm(graph.Flatten(b), graph.Initializer("w", Normal(7, 4 * 256, 0.1), 4, 256), graph.Initializer("b", Normal(8, 4)), transB: true, name: "last");
        return graph.Output("y", y).Build();
    }

    private static OnnxValue Block(OnnxGraphBuilder graph, OnnxValue x, int from, int to, int seed, bool bias)
    {
        using IDisposable scope = graph.Scope($"block{seed}");
        OnnxValue conv = graph.Node(
            "Conv",
            [x, graph.Initializer("w", Normal(seed * 10, to * from * 9, 0.3), to, from, 3, 3), bias ? graph.Initializer("b", Normal((seed * 10) + 1, to)) : default],
            [("kernel_shape", (long[])[3, 3]), ("pads", (long[])[1, 1, 1, 1])], name: "conv");
        float[] positive = [.. Normal((seed * 10) + 2, to).Select(v => MathF.Abs(v) + 0.2f)];
        OnnxValue norm = graph.Node(
            "BatchNormalization", [conv, graph.Initializer("scale", positive), graph.Initializer("shift", Normal((seed * 10) + 3, to)), graph.Initializer("mean", Normal((seed * 10) + 4, to)), graph.Initializer("variance", positive)]);
        return graph.Relu(norm);
    }
}
