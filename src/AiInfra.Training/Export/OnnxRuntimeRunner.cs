using AiInfra.Onnx;

namespace AiInfra.Training.Export;

/// <summary>Runs models with ONNX Runtime on the CPU. The host brings its native part: the package Microsoft.ML.OnnxRuntime, or a GPU one.</summary>
public sealed class OnnxRuntimeRunner : IOnnxRunner
{
    /// <inheritdoc />
    public IReadOnlyDictionary<string, OnnxTensor> Run(ReadOnlyMemory<byte> model, IReadOnlyDictionary<string, OnnxTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using var session = new OnnxSession(model);
        return session.Run(inputs);
    }
}
