// <readme> docs/quantization.md 2
using AiInfra.Onnx;
using AiInfra.Onnx.Quantization;
using AiInfra.Training.Export;
// </readme>
using AiInfra.Training.Runtime;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Export;

/// <summary>Block 2 of docs/quantization.md.</summary>
public sealed class QuantizationPageTests
{
    [Fact]
    public void Page_StaticQuantization_TakesTheRunnerOfTraining()
    {
        Libtorch.Load();
        using nn.Module<Tensor, Tensor> network = nn.Sequential(("a", nn.Linear(32, 64)), ("r", nn.ReLU()), ("b", nn.Linear(64, 3)));
        OnnxModel model = new OnnxExporter().Export(network, [-1, 32]);
        IEnumerable<IReadOnlyDictionary<string, OnnxTensor>> samples = [new Dictionary<string, OnnxTensor> { ["input"] = OnnxTensor.Of<float>("input", [.. Enumerable.Range(0, 320).Select(i => MathF.Sin(i))], 10, 32) }];

        // <readme> docs/quantization.md 2
        // Given: OnnxModel model; IEnumerable<IReadOnlyDictionary<string, OnnxTensor>> samples
        OnnxQuantization int8 = OnnxQuantizer.Static(model, new OnnxRuntimeRunner(), samples, new StaticQuantizationOptions { Method = CalibrationMethod.Percentile });
        // </readme>

        Assert.Single(int8.Quantized);
        Assert.Single(int8.Kept);
    }
}
