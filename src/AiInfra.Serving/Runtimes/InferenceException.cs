namespace AiInfra.Serving.Runtimes;

/// <summary>A model failed while it ran a request that fits its signature.</summary>
public sealed class InferenceException(string message, Exception? inner = null) : AiInfraException(message, inner);
