namespace AiInfra.Data.Encoders;

/// <summary>Rows cannot be encoded: what was expected, what came, where, and what to do.</summary>
public sealed class EncodingException(string message, Exception? inner = null) : AiInfraException(message, inner);
