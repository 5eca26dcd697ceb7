namespace AiInfra.Observability.Monitoring;

/// <summary>What the answers of a version consumed, where they say so (<see cref="Core.Signals.Signal.Usage"/>): those of language models.</summary>
/// <param name="Version">Version that answered.</param>
/// <param name="Requests">Answers, and failed requests, that said what they consumed.</param>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
public sealed record TokenCount(int Version, long Requests, long InputTokens, long OutputTokens);
