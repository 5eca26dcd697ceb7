namespace AiInfra.Data.Ingestion;

/// <summary>Why a source puts a row aside. Expectations add reasons of their own.</summary>
public static class RejectReason
{
    /// <summary>The row has more or fewer fields than the file has columns.</summary>
    public const string Ragged = "ragged";

    /// <summary>A quote opens and never closes.</summary>
    public const string UnclosedQuote = "unclosed-quote";

    /// <summary>Something other than a delimiter follows a closing quote.</summary>
    public const string MalformedQuote = "malformed-quote";

    /// <summary>The record is longer than the limit.</summary>
    public const string TooLong = "too-long";

    /// <summary>The cell does not fit the column's kind.</summary>
    public const string WrongKind = "wrong-kind";

    /// <summary>The cell's bytes are not in the file's encoding.</summary>
    public const string InvalidEncoding = "invalid-encoding";

    /// <summary>The file ended in the middle of this row while it was being written to.</summary>
    public const string Incomplete = "incomplete";

    /// <summary>The line is not a JSON object.</summary>
    public const string InvalidJson = "invalid-json";

    /// <summary>The object has a property that no object of the sample has, and the source's options say so.</summary>
    public const string NewProperty = "new-property";

    /// <summary>A value is missing that the record must have.</summary>
    public const string Missing = "missing";

    /// <summary>A transformation of the user's threw.</summary>
    public const string TransformFailed = "transform-failed";
}
