namespace AiInfra.Core.Signals;

/// <summary>A message of a conversation with a language model.</summary>
/// <param name="Role">Who says it: "system", "user", "assistant" or "tool".</param>
/// <param name="Text">What is said; null where it may not be kept, or is no text.</param>
public sealed record CompletionMessage(string Role, string? Text);
