namespace AiInfra.Serving.Runtimes;

/// <summary>A tensor under the name of a model's input or output.</summary>
/// <param name="Name">Name.</param>
/// <param name="Data">Elements.</param>
public readonly record struct NamedTensor(string Name, TensorData Data);
