// <readme> docs/export.md 1
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Runtime;
using static TorchSharp.torch;
// </readme>
using AiInfra.Readmes;

namespace AiInfra.Training.Tests.Export;

/// <summary>Block 1 of docs/export.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class ExportPageTests
{
    [Fact]
    public void Page_FirstExample_WritesAFile()
    {
        using var folder = new ReadmeFolder();

        // <readme> docs/export.md 1
        Libtorch.Load();
        var network = nn.Sequential(("hidden", nn.Linear(4, 32)), ("relu", nn.ReLU()), ("output", nn.Linear(32, 2)));
        OnnxModel model = new OnnxExporter().Export(network, [-1, 4]);      // [N, 4] in, [N, 2] out
        model.Write("network.onnx");
        // </readme>

        Assert.Equal("[N, 2]", OnnxModel.Read("network.onnx").Graph.Outputs[0].TensorType!.Shape!.ToString());
    }
}
