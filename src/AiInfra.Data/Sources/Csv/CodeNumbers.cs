namespace AiInfra.Data.Sources.Csv;

/// <summary>Which digits that look like a code are numbers.</summary>
internal enum CodeNumbers : byte
{
    /// <summary>None: leading zeros, integers that no double holds, 1E5 and +491701234567 do not fit a column of numbers.</summary>
    None,

    /// <summary>1E5 and +1234567: the column has decimals or negative numbers, so it measures something.</summary>
    Measures,

    /// <summary>Those with leading zeros: a record's property asks for numbers.</summary>
    LeadingZeros,

    /// <summary>All: the options say that the column holds numbers.</summary>
    All,
}
