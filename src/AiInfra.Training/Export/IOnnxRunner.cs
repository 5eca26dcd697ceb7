using AiInfra.Onnx;

namespace AiInfra.Training.Export;

/// <summary>Runs an ONNX model, so that an export can be compared with the model it was made of.</summary>
public interface IOnnxRunner
{
    /// <summary>Runs the model once.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="inputs">Every input by name.</param>
    /// <returns>Every output by name.</returns>
    /// <exception cref="OnnxExportException">The model does not load or run.</exception>
    IReadOnlyDictionary<string, OnnxTensor> Run(ReadOnlyMemory<byte> model, IReadOnlyDictionary<string, OnnxTensor> inputs);
}
