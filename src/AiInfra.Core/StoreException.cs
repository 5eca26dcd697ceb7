namespace AiInfra;

/// <summary>
/// What is kept could not be read or written: the catalog's store, an artifact, a log. Nothing half-written is left.
/// Every store throws it or a type that derives from it, so that nobody needs to know which store a host chose.
/// </summary>
/// <param name="message">What was expected, what came, where, and what to do.</param>
/// <param name="inner">What the system or the store said.</param>
public class StoreException(string message, Exception? inner = null) : AiInfraException(message, inner);
