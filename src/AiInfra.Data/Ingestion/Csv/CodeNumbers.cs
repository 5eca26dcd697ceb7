namespace AiInfra.Data.Ingestion.Csv;

/// <summary>Which digits that look like a code are numbers.</summary>
internal enum CodeNumbers : byte
{
    /// <summary>None: leading zeros, and integers that no double holds, do not fit a column of numbers.</summary>
    None,

    /// <summary>Those with leading zeros: a record's property asks for numbers.</summary>
    LeadingZeros,

    /// <summary>All: the options say that the column holds numbers.</summary>
    All,
}
