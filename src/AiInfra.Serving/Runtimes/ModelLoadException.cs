namespace AiInfra.Serving.Runtimes;

/// <summary>A model could not be loaded: the file is damaged, refused, or asks for what this runtime does not have.</summary>
public sealed class ModelLoadException(string message, Exception? inner = null) : AiInfraException(message, inner);
