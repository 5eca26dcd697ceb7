namespace AiInfra.Training.Runtime;

/// <summary>libtorch could not be loaded. The message says what was looked for, where, and what to do.</summary>
public sealed class LibtorchException(string message, Exception? inner = null) : AiInfraException(message, inner);
