namespace AiInfra.Trees;

/// <summary>Trees cannot be trained, read or written: LightGBM is not there or refuses, the rows do not suit what was asked, or a file is none. The message says what was expected, what came and what to do.</summary>
public sealed class TreesException(string message, Exception? inner = null) : AiInfraException(message, inner);
