// <readme> docs/quantization.md 1
using AiInfra.Onnx;
using AiInfra.Onnx.Optimization;
using AiInfra.Onnx.Quantization;
// </readme>
using AiInfra.Readmes;

namespace Readmes;

/// <summary>Block 1 of docs/quantization.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class QuantizationPageTests
{
    [Fact]
    public void Page_FirstExample_WritesAFile()
    {
        using var folder = new ReadmeFolder();
        OnnxModel model = AiInfra.Onnx.Tests.Networks.Perceptron();

        // <readme> docs/quantization.md 1
        // Given: OnnxModel model
        OnnxModel fused = OnnxOptimizer.Optimize(model).Model;
        OnnxQuantization int8 = OnnxQuantizer.Dynamic(fused);
        Console.WriteLine(int8);                                  // bytes before and after, layers in 8 bits, layers that stayed and why
        int8.Model.Write("model.int8.onnx");
        // </readme>

        Assert.Contains("in 8 bits: first, second; in 32 bits: y: it has 256 weights", int8.ToString(), StringComparison.Ordinal);
        Assert.True(new FileInfo("model.int8.onnx").Length > 0);
    }
}
