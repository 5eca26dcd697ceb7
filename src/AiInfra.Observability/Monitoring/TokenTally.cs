using AiInfra.Core.Signals;

namespace AiInfra.Observability.Monitoring;

/// <summary>Adds up tokens by version. Not thread-safe.</summary>
internal sealed class TokenTally
{
    private readonly Dictionary<int, TokenCount> _counts = [];

    public void Add(int version, Usage usage)
    {
        TokenCount count = _counts.GetValueOrDefault(version) ?? new TokenCount(version, 0, 0, 0);
        _counts[version] = count with { Requests = count.Requests + 1, InputTokens = count.InputTokens + usage.InputTokens, OutputTokens = count.OutputTokens + usage.OutputTokens };
    }

    /// <summary>The newest version first.</summary>
    public IReadOnlyList<TokenCount> List() => [.. _counts.Values.OrderByDescending(c => c.Version)];
}
