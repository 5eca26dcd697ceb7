// <readme> docs/export.md 2
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Runtime;
using static TorchSharp.torch;
// </readme>

namespace AiInfra.Training.Tests.Export;

/// <summary>Block 2 of docs/export.md.</summary>
public sealed class ExportPageSequenceTests
{
    [Fact]
    public void Page_SeveralOutputs_AreThere()
    {
        // <readme> docs/export.md 2
        Libtorch.Load();
        var lstm = nn.LSTM(8, 16, 2, batchFirst: true, bidirectional: true);
        OnnxModel model = new OnnxExporter().Export(lstm, [new("x", ["batch", "time", 8])], ["y", "hidden", "cell"]);
        Console.WriteLine(model.Describe());
        // </readme>

        Assert.Equal("[batch, time, 32]", model.Graph.Outputs[0].TensorType!.Shape!.ToString());
    }
}
