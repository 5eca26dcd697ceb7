namespace AiInfra.Data.Ingestion;

/// <summary>Something that a source found out, passed over or changed on its own, so that nothing of it happens in silence.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">In words: what was done and why, and the option that says otherwise. The same text in every batch of a run, so that counts add up.</param>
public sealed record IngestionNote(IngestionNoteKind Kind, string Text)
{
    /// <summary>The column; null where it is about the whole source.</summary>
    public string? Column { get; init; }

    /// <summary>Whether the source had no certain evidence and might be wrong. A strict ingestion refuses such a source.</summary>
    public bool IsGuess { get; init; }

    /// <summary>How many lines, cells or rows it is about; 0 where that says nothing.</summary>
    public long Count { get; init; }

    /// <summary>In one line for people.</summary>
    public override string ToString() =>
        $"{Kind.ToString().ToLowerInvariant()}{(Column is null ? "" : $", {Column}")}: {Text}{(Count > 0 ? $" ({Count:N0})" : "")}{(IsGuess ? " [guess]" : "")}";
}
