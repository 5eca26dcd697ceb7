namespace AiInfra.Learning;

/// <summary>The loop, a release or a scoring step can't do what it was asked for; the message says what is missing and what to do.</summary>
public sealed class LearningException(string message, Exception? inner = null) : AiInfraException(message, inner);
