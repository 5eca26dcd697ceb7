namespace AiInfra.Serving.Runtimes;

/// <summary>The native library of the runtime is not beside the application. The message says which package to add.</summary>
public sealed class RuntimeMissingException(string message, Exception? inner = null) : AiInfraException(message, inner);
