// <readme> src/AiInfra.Onnx/README.md 1
using AiInfra.Onnx;
// </readme>
using AiInfra.Readmes;
using Microsoft.ML.OnnxRuntime;

namespace Readmes;

/// <summary>What the README shows runs and does what it says.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class ReadmeTests
{
    [Fact]
    public void Readme_Example_Decides()
    {
        using var folder = new ReadmeFolder();

        // <readme> src/AiInfra.Onnx/README.md 1
        var graph = new OnnxGraphBuilder("churn");
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["batch", 3]);
        OnnxValue w = graph.Initializer("w", [0.4f, -1.2f, 0.1f], 1, 3);
        OnnxValue y = graph.Sigmoid(graph.Gemm(x, w, graph.Initializer("b", [0.5f]), transB: true));
        graph.Output("probability", y);
        graph.Build(new Dictionary<string, string> { ["classes"] = "stays,leaves" }).Write("churn.onnx");

        OnnxModel model = OnnxModel.Read("churn.onnx");
        Console.WriteLine(model.Describe());

        OnnxGraphBuilder more = OnnxGraphBuilder.From(model);
        more.Output("leaves", more.Greater(more.Value("probability"), more.Constant(0.5f)));
        more.Build().Write("decision.onnx");
        // </readme>

        using var session = new InferenceSession("decision.onnx");
        using OrtValue input = OrtValue.CreateTensorValueFromMemory([1f, 0f, 0f, 0f, 1f, 0f], [2, 3]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> result = session.Run(options, ["x"], [input], ["leaves"]);
        Assert.Equal([true, false], result[0].GetTensorDataAsSpan<bool>().ToArray());
        Assert.Equal("stays,leaves", session.ModelMetadata.CustomMetadataMap["classes"]);
    }

    [Fact]
    public void Describe_Model_ReadsLikeThis()
    {
        var graph = new OnnxGraphBuilder("small");
        graph.Output("y", graph.Add(graph.Input("x", OnnxElementType.Float, ["batch", 2]), graph.Initializer("b", [1f, 2f])));

        Assert.Equal(
            """
            ONNX model, IR 10, ai.onnx 21, made by AiInfra.Onnx
            graph small: 1 nodes, 1 initializers of 8 bytes
              in   x: float[batch, 2]
              out  y: float[batch, 2]
              data b: float[2]
              y = Add(x, b)   : float[batch, 2]

            """,
            graph.Build().Describe());
    }
}
