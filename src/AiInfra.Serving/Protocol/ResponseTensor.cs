using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Protocol;

/// <summary>An output as a response has it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Data">Elements: the model's, or the top classes of them as texts.</param>
/// <param name="Binary">Whether they come as bytes.</param>
public readonly record struct ResponseTensor(string Name, TensorData Data, bool Binary);
