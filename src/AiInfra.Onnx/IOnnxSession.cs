namespace AiInfra.Onnx;

/// <summary>An opened model. To dispose of it frees the memory of the runtime.</summary>
public interface IOnnxSession : IDisposable
{
    /// <summary>Runs the model once.</summary>
    /// <param name="inputs">Every input by name.</param>
    /// <returns>Every output by name.</returns>
    IReadOnlyDictionary<string, OnnxTensor> Run(IReadOnlyDictionary<string, OnnxTensor> inputs);
}
