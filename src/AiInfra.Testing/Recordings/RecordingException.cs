namespace AiInfra.Testing;

/// <summary>A recording can't be replayed or made: a row was never recorded, or the file is missing or something else.</summary>
public sealed class RecordingException(string message, Exception? inner = null) : AiInfraException(message, inner);
