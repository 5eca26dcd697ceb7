namespace AiInfra.Testing;

/// <summary>An assertion about a model, its data or its store does not hold. Every test framework shows the message as the failure.</summary>
public sealed class ModelAssertionException(string message, Exception? inner = null) : AiInfraException(message, inner);
