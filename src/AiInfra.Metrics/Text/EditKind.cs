namespace AiInfra.Metrics.Text;

/// <summary>What an alignment does with a stretch of tokens.</summary>
public enum EditKind
{
    /// <summary>The same on both sides.</summary>
    Equal,

    /// <summary>Something else in the hypothesis.</summary>
    Substitute,

    /// <summary>Only in the reference.</summary>
    Delete,

    /// <summary>Only in the hypothesis.</summary>
    Insert,
}
