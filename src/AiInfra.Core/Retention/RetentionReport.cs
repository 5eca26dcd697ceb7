namespace AiInfra.Core.Retention;

/// <summary>What a sweep took, or would take in a dry run.</summary>
public sealed record RetentionReport
{
    /// <summary>Whether nothing was deleted because it was a dry run.</summary>
    public required bool DryRun { get; init; }

    /// <summary>One entry for every kind of things that has a limit.</summary>
    public required IReadOnlyList<RetentionEntry> Entries { get; init; }

    /// <summary>Bytes that the store gave back to the system; the rest of what went is space that it uses again.</summary>
    public long ReleasedBytes { get; init; }

    /// <summary>Whether anything went, or would go.</summary>
    public bool HasRemoved => Entries.Any(e => e.Removed > 0);

    /// <summary>In a few lines for people.</summary>
    public override string ToString() =>
        string.Join('\n', Entries.Select(e => $"{(DryRun ? "would remove " : "removed ")}{e}").Append($"{ReleasedBytes / 1048576.0:N1} MiB given back to the system"));
}
