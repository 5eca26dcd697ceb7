using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Onnx.Tests;

/// <summary>Every short form of the builder: ONNX Runtime computes it, and gives the type and shape that the builder foresaw.</summary>
public sealed class OperatorTests
{
    public static TheoryData<string> Names => [.. Cases.Keys];

    private static readonly Dictionary<string, Func<OnnxGraphBuilder, OnnxValue, OnnxValue>> Cases = new()
    {
        ["Add"] = (g, x) => g.Add(x, g.Initializer("v", [1f, 2f, 3f])),
        ["Sub"] = (g, x) => g.Sub(x, g.Constant(1f)),
        ["Mul"] = (g, x) => g.Mul(x, g.Initializer("v", [1f, 2f], 2, 1)),
        ["Div"] = (g, x) => g.Div(x, x),
        ["Mod"] = (g, x) => g.Mod(x, g.Constant(2f), fmod: true),
        ["MatMul"] = (g, x) => g.MatMul(x, g.Initializer("w", new float[12], 3, 4)),
        ["MatMulVector"] = (g, x) => g.MatMul(x, g.Initializer("w", new float[3])),
        ["Gemm"] = (g, x) => g.Gemm(x, g.Initializer("w", new float[12], 4, 3), g.Initializer("b", new float[4]), transB: true),
        ["Relu"] = (g, x) => g.Relu(x),
        ["Sigmoid"] = (g, x) => g.Sigmoid(x),
        ["Tanh"] = (g, x) => g.Tanh(x),
        ["Softmax"] = (g, x) => g.Softmax(x),
        ["LogSoftmax"] = (g, x) => g.LogSoftmax(x),
        ["Abs"] = (g, x) => g.Abs(x),
        ["Sign"] = (g, x) => g.Sign(x),
        ["Exp"] = (g, x) => g.Exp(x),
        ["Log"] = (g, x) => g.Log(x),
        ["Sqrt"] = (g, x) => g.Sqrt(x),
        ["Floor"] = (g, x) => g.Floor(x),
        ["Identity"] = (g, x) => g.Identity(x),
        ["Clip"] = (g, x) => g.Clip(x, g.Constant(0f), g.Constant(1f)),
        ["ClipAbove"] = (g, x) => g.Clip(x, max: g.Constant(1f)),
        ["Min"] = (g, x) => g.Min(x, g.Constant(1f)),
        ["Max"] = (g, x) => g.Max(x, g.Constant(1f)),
        ["Cast"] = (g, x) => g.Cast(x, OnnxElementType.Int64),
        ["Where"] = (g, x) => g.Where(g.Greater(x, g.Constant(0f)), x, g.Constant(0f)),
        ["IsNaN"] = (g, x) => g.IsNaN(x),
        ["Equal"] = (g, x) => g.Equal(x, x),
        ["Less"] = (g, x) => g.Less(x, g.Constant(1f)),
        ["GreaterOrEqual"] = (g, x) => g.GreaterOrEqual(x, g.Constant(1f)),
        ["Not"] = (g, x) => g.Not(g.IsNaN(x)),
        ["Concat"] = (g, x) => g.Concat([x, x, g.Initializer("c", new float[4], 2, 2)], 1),
        ["Gather"] = (g, x) => g.Gather(x, g.Initializer("i", [2L, 0L, 1L, 1L], 2, 2), 1),
        ["Embedding"] = (g, x) => g.Gather(g.Initializer("table", new float[20], 5, 4), g.ArgMax(x)),
        ["ArgMax"] = (g, x) => g.ArgMax(x),
        ["ArgMaxKept"] = (g, x) => g.ArgMax(x, 0, keepDims: true),
        ["OneHot"] = (g, x) => g.OneHot(g.ArgMax(x), 3),
        ["Reshape"] = (g, x) => g.Reshape(x, [0L, 1L, -1L]),
        ["Flatten"] = (g, x) => g.Flatten(g.Unsqueeze(x, [0L]), 2),
        ["Transpose"] = (g, x) => g.Transpose(x, [1, 0]),
        ["Squeeze"] = (g, x) => g.Squeeze(g.Unsqueeze(x, [1L]), [1L]),
        ["Unsqueeze"] = (g, x) => g.Unsqueeze(x, [0L, -1L]),
        ["Slice"] = (g, x) => g.Slice(x, 1, long.MaxValue, 1),
        ["SliceBack"] = (g, x) => g.Slice(x, -2, -1, 1),
        ["Split"] = (g, x) => g.Split(x, [1L, 2L], 1)[1],
        ["ReduceSum"] = (g, x) => g.ReduceSum(x, [1L]),
        ["ReduceSumGone"] = (g, x) => g.ReduceSum(x, [-1L], keepDims: false),
        ["ReduceMean"] = (g, x) => g.Node("ReduceMean", [x]),
        ["TopK"] = (g, x) => g.Nodes("TopK", [x, g.Initializer("k", [2L])], 2)[1],
        ["Expand"] = (g, x) => g.Node("Expand", [x, g.Initializer("s", [4L, 1L, 1L])]),
        ["Shape"] = (g, x) => g.Node("Shape", [x]),
        ["Dropout"] = (g, x) => g.Nodes("Dropout", [x], 2)[1],
        ["LayerNormalization"] = (g, x) => g.Node("LayerNormalization", [x, g.Initializer("s", new float[3])]),
        ["BatchNormalization"] = (g, x) => g.Node("BatchNormalization", [x, .. Enumerable.Range(0, 4).Select(_ => g.Initializer("p", [1f, 1f, 1f]))]),
        ["Gelu"] = (g, x) => g.Node("Gelu", [x]),
        ["LabelEncoder"] = (g, x) => g.LabelEncoder(g.ArgMax(x), [0L, 1L], ["a", "b"], "c"),
        ["LabelEncoderBack"] = (g, x) => g.LabelEncoder(g.LabelEncoder(g.ArgMax(x), [0L, 1L], ["a", "b"], "c"), ["a"], [1f], 0.5f),
        ["Conv"] = (g, x) => g.Node("Conv", [g.Unsqueeze(x, [1L]), g.Initializer("w", new float[10], 5, 1, 2)], [("pads", new long[] { 1, 0 }), ("strides", new long[] { 2 })]),
        ["MaxPool"] = (g, x) => g.Node("MaxPool", [g.Unsqueeze(x, [1L])], [("kernel_shape", new long[] { 2 })]),
        ["GlobalAveragePool"] = (g, x) => g.Node("GlobalAveragePool", [g.Unsqueeze(x, [1L])]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Operator_InOnnxRuntime_GivesWhatTheBuilderForesaw(string name)
    {
        var graph = new OnnxGraphBuilder();
        OnnxValue y = Cases[name](graph, graph.Input("x", OnnxElementType.Float, [2, 3]));
        Assert.NotNull(y.Shape);
        graph.Output("y", y);

        using var session = new InferenceSession(graph.Build().ToBytes());
        using OrtValue x = OrtValue.CreateTensorValueFromMemory([1f, -2f, 3f, 0.5f, 0f, 9f], [2, 3]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> result = session.Run(options, session.InputNames.Count == 0 ? [] : ["x"], session.InputNames.Count == 0 ? [] : [x], ["y"]);

        OrtTensorTypeAndShapeInfo found = result[0].GetTensorTypeAndShape();
        Assert.Equal(found.Shape, y.Shape.Select(d => d.Size ?? -1));
        Assert.Equal((int)found.ElementDataType, (int)y.ElementType);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(21)]
    public void Build_OfAnOlderOpset_LoadsInOnnxRuntime(int opset)
    {
        var graph = new OnnxGraphBuilder(opset: opset);
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["batch", 3]);
        graph.Output("y", graph.Softmax(graph.Gemm(x, graph.Initializer("w", new float[6], 3, 2))));

        using var session = new InferenceSession(graph.Build().ToBytes());

        Assert.Equal(["y"], session.OutputNames);
    }

    [Fact]
    public void Build_Metadata_IsSeenByOnnxRuntime()
    {
        var graph = new OnnxGraphBuilder("named");
        graph.Output("y", graph.Relu(graph.Input("x", OnnxElementType.Float, ["batch", 3])));

        using var session = new InferenceSession(graph.Build(new Dictionary<string, string> { ["classes"] = "a,b" }).ToBytes());

        Assert.Equal("a,b", session.ModelMetadata.CustomMetadataMap["classes"]);
        Assert.Equal("named", session.ModelMetadata.GraphName);
    }

    [Fact]
    public void Output_OfAnInput_BecomesAValueOfItsOwn()
    {
        var graph = new OnnxGraphBuilder();
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["batch", 3]);
        graph.Output("same", x).Output("again", x);

        using var session = new InferenceSession(graph.Build().ToBytes());

        Assert.Equal(["same", "again"], session.OutputNames);
    }

    [Fact]
    public void Scope_NamesInside_BearThePrefix()
    {
        var graph = new OnnxGraphBuilder();
        OnnxValue x = graph.Input("x", OnnxElementType.Float, [1]);
        using (graph.Scope("outer"))
        using (graph.Scope("inner"))
        {
            Assert.Equal("outer/inner/Relu", graph.Relu(x).Name);
        }

        Assert.Equal("Relu", graph.Relu(x).Name);
    }

    [Fact]
    public void Node_ValueOfAnotherGraph_IsRefused()
    {
        OnnxValue stranger = new OnnxGraphBuilder().Input("stranger", OnnxElementType.Float, [1]);

        Assert.Contains("another graph", Assert.Throws<ArgumentException>(() => new OnnxGraphBuilder().Relu(stranger)).Message, StringComparison.Ordinal);
    }
}
