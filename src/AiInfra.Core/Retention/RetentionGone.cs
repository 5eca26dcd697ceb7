namespace AiInfra.Core.Retention;

/// <summary>Names of what went, or would go: it needs nothing any more.</summary>
internal sealed class RetentionGone
{
    public HashSet<string> Versions { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Commits { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Runs { get; } = new(StringComparer.Ordinal);
}
