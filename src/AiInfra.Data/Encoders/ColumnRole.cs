namespace AiInfra.Data.Encoders;

/// <summary>How a column is encoded.</summary>
public enum ColumnRole
{
    /// <summary>As the data suggests.</summary>
    Auto,

    /// <summary>Not at all.</summary>
    Ignore,

    /// <summary>As a number: filled in, standardised, clipped. For columns of numbers and booleans.</summary>
    Number,

    /// <summary>As a category: one column a value, or an index. For texts, booleans, and numbers that are whole.</summary>
    Category,

    /// <summary>As a point in time: cyclic parts and a linear one.</summary>
    Instant,

    /// <summary>As free text: weighted counts of the most frequent words, pairs of words and runs of characters. For columns of texts.</summary>
    Text,
}
