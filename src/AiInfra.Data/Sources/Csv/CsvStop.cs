namespace AiInfra.Data.Sources.Csv;

/// <summary>Why the reading of records came to a stop.</summary>
internal enum CsvStop : byte
{
    /// <summary>The content ended with a record.</summary>
    Record,

    /// <summary>The content ended within a record.</summary>
    End,

    /// <summary>A quote opens and does not close in the content.</summary>
    UnclosedQuote,

    /// <summary>Something other than a delimiter follows a closing quote.</summary>
    MalformedQuote,

    /// <summary>The record has more fields than may be.</summary>
    TooManyFields,
}
