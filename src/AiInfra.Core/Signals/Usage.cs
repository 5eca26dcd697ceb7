namespace AiInfra.Core.Signals;

/// <summary>What an answer consumed.</summary>
/// <param name="InputTokens">Tokens the model read.</param>
/// <param name="OutputTokens">Tokens it wrote.</param>
public sealed record Usage(long InputTokens, long OutputTokens)
{
    /// <summary>Of the input tokens, those that a cache of prompts spared.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>Of the output tokens, those of reasoning that no caller sees.</summary>
    public long ReasoningTokens { get; init; }
}
