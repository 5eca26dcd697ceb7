namespace AiInfra;

/// <summary>
/// Everything that AiInfra's packages refuse or cannot do and that is not a wrong argument: the message says what was expected, what came, where, and what to do.
/// Catch it to tell a refusal of these packages from a fault of your own code; docs/errors.md lists what derives from it.
/// </summary>
/// <param name="message">What was expected, what came, where, and what to do.</param>
/// <param name="inner">The cause, where there is one.</param>
public abstract class AiInfraException(string message, Exception? inner = null) : Exception(message, inner);
