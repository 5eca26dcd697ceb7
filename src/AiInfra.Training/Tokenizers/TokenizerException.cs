namespace AiInfra.Training.Tokenizers;

/// <summary>A tokenizer can't be trained or read, or a token is none of its own. The message says what was expected, what came, and where.</summary>
public sealed class TokenizerException(string message, Exception? inner = null) : AiInfraException(message, inner);
