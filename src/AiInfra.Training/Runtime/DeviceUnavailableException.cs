namespace AiInfra.Training.Runtime;

/// <summary>A device was asked for that this process can't use. The message says why.</summary>
public sealed class DeviceUnavailableException(string message, Exception? inner = null) : AiInfraException(message, inner);
