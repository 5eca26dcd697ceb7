namespace AiInfra.Onnx;

/// <summary>Short forms of running models.</summary>
public static class OnnxRunnerExtensions
{
    /// <summary>Opens a model, runs it once, and closes it.</summary>
    /// <param name="runner">The runner.</param>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Every input by name.</param>
    /// <returns>Every output by name.</returns>
    public static IReadOnlyDictionary<string, OnnxTensor> Run(this IOnnxRunner runner, OnnxModel model, IReadOnlyDictionary<string, OnnxTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(runner);
        using IOnnxSession session = runner.Open(model);
        return session.Run(inputs);
    }
}
