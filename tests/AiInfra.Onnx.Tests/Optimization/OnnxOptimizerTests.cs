using AiInfra.Onnx.Optimization;

namespace AiInfra.Onnx.Tests.Optimization;

public sealed class OnnxOptimizerTests
{
    [Fact]
    public void Optimize_NormalisationsBehindConvolutions_BecomeTheirWeights()
    {
        OnnxModel model = Networks.Convolutional();
        OnnxOptimization optimized = OnnxOptimizer.Optimize(model);
        Assert.Equal(2, optimized.Fused);
        Assert.DoesNotContain(optimized.Model.Graph.Nodes, n => n.OpType == "BatchNormalization");
        Assert.Contains(model.Graph.Nodes, n => n.OpType == "BatchNormalization");
        Same(model, optimized.Model, Networks.Normal(9, 3 * 128), 3, 2, 8, 8);
    }

    [Fact]
    public void Optimize_ScalesAndBiases_BecomeOneGemm()
    {
        var graph = new OnnxGraphBuilder("scales", opset: 17);
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["N", 4]);
        OnnxValue product = graph.Add(graph.MatMul(x, graph.Initializer("w", Networks.Normal(1, 12), 4, 3)), graph.Initializer("b", Networks.Normal(2, 3)));
        OnnxValue scaled = graph.Div(graph.Mul(graph.Sub(product, graph.Initializer("mean", Networks.Normal(3, 3))), graph.Constant(3f)), graph.Initializer("deviation", [0.5f, 2f, 4f]));
        OnnxModel model = graph.Output("y", graph.Relu(scaled)).Build();
        OnnxOptimization optimized = OnnxOptimizer.Optimize(model);
        Assert.Equal(["Gemm", "Relu"], optimized.Model.Graph.Nodes.Select(n => n.OpType));
        Same(model, optimized.Model, Networks.Normal(4, 8), 2, 4);
    }

    [Fact]
    public void Optimize_WhatIsConstant_IsComputed()
    {
        var graph = new OnnxGraphBuilder("constants", opset: 17);
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["N", 4]);
        OnnxValue weights = graph.Transpose(graph.Reshape(graph.Add(graph.Initializer("w", Networks.Normal(1, 12), 12), graph.Constant(1f)), [3, 4]), [1, 0]);
        OnnxValue sizes = graph.Node("Shape", [weights]);
        OnnxValue reshaped = graph.Node("Reshape", [graph.Neg(graph.Initializer("v", Networks.Normal(2, 12), 12)), sizes]);
        OnnxModel model = graph.Output("y", graph.Identity(graph.MatMul(graph.Identity(x), graph.Mul(weights, reshaped)))).Build();
        OnnxOptimization optimized = OnnxOptimizer.Optimize(model);
        Assert.Equal(7, optimized.Folded);
        Assert.Equal("MatMul", optimized.Model.Graph.Nodes[0].OpType);
        Same(model, optimized.Model, Networks.Normal(4, 8), 2, 4);
    }

    [Fact]
    public void Optimize_AValueThatTheCallerSees_StaysAsItIs()
    {
        // The product before the scale is an output: it must not be scaled.
        var graph = new OnnxGraphBuilder("seen", opset: 17);
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["N", 4]);
        OnnxValue product = graph.Gemm(x, graph.Initializer("w", Networks.Normal(1, 12), 4, 3));
        OnnxModel model = graph.Output("plain", product).Output("scaled", graph.Mul(product, graph.Constant(2f))).Build();
        OnnxOptimization optimized = OnnxOptimizer.Optimize(model);
        Assert.Equal(0, optimized.Fused);
        Same(model, optimized.Model, Networks.Normal(4, 8), 2, 4);
    }

    [Fact]
    public void Optimize_AnOlderModel_IsRefused()
    {
        OnnxModel model = Networks.Perceptron();
        model.Opsets[0] = new OnnxOpset("", 11);
        Assert.Contains("11", Assert.Throws<OnnxFormatException>(() => OnnxOptimizer.Optimize(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Optimize_ABiasForEachRow_IsNotTakenAsOneForEachChannel()
    {
        OnnxModel model = Networks.Of(
            17,
            [new OnnxNode("Gemm", ["x", "w", "b"], ["g"]), new OnnxNode("Mul", ["g", "s"], ["y"])],
            [OnnxTensor.Of<float>("w", Networks.Normal(1, 12), 4, 3), OnnxTensor.Of<float>("b", [1f, 2f, 3f], 3, 1), OnnxTensor.Of<float>("s", [2f], 1)],
            3, 4);
        Same(model, OnnxOptimizer.Optimize(model).Model, Networks.Normal(4, 12), 3, 4);
    }

    [Fact]
    public void Optimize_ADropoutWhoseMaskIsAnOutput_Stays()
    {
        OnnxModel model = Networks.Of(17, [new OnnxNode("Dropout", ["x"], ["d", "mask"]), new OnnxNode("Relu", ["d"], ["y"])], [], 2, 3);
        model.Graph.Outputs.Add(new OnnxValueInfo("mask", new OnnxTensorType(OnnxElementType.Bool)));
        OnnxModel optimized = OnnxOptimizer.Optimize(model).Model;
        Assert.Equal(["Dropout", "Relu"], optimized.Graph.Nodes.Select(n => n.OpType));
        using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(optimized.ToBytes());
    }

    [Fact]
    public void Optimize_ConstantsThatAnOlderFormatListsAsInputs_AreComputed()
    {
        OnnxModel model = Networks.Of(13, [new OnnxNode("Add", ["a", "a"], ["b"]), new OnnxNode("Add", ["x", "b"], ["y"])], [OnnxTensor.Of<float>("a", [1f, 2f, 3f], 3)], 2, 3);
        model.IrVersion = 3;
        model.Graph.Inputs.Add(new OnnxValueInfo("a", new OnnxTensorType(OnnxElementType.Float, OnnxShape.Of(3))));
        OnnxOptimization optimized = OnnxOptimizer.Optimize(model);
        Assert.Equal(1, optimized.Folded);
        Assert.Equal("x", Assert.Single(optimized.Model.Graph.Inputs).Name);
        Assert.Equal(2, model.Graph.Inputs.Count);
        Same(model, optimized.Model, Networks.Normal(4, 6), 2, 3);

        // From version 4 on a caller may give it.
        model.IrVersion = 4;
        Assert.Equal(0, OnnxOptimizer.Optimize(model).Folded);
    }

    [Fact]
    public void Optimize_NodesThatHandOnOneAfterAnother_AreAllDropped()
    {
        OnnxModel model = Networks.Of(
            17, [new OnnxNode("Identity", ["x"], ["a"]), new OnnxNode("Dropout", ["a"], ["b"]), new OnnxNode("Identity", ["b"], ["c"]), new OnnxNode("Add", ["a", "c"], ["y"])], [], 2, 3);
        OnnxOptimization optimized = OnnxOptimizer.Optimize(model);
        Assert.Equal(3, optimized.Removed);
        Assert.Equal(["x", "x"], Assert.Single(optimized.Model.Graph.Nodes).Inputs);
    }

    private static void Same(OnnxModel model, OnnxModel other, float[] x, params long[] dims)
    {
        float[] expected = OrtRunner.Run(model, "x", x, dims), actual = OrtRunner.Run(other, "x", x, dims);
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 1e-4f * Math.Max(1, Math.Abs(p.First))));
    }
}
