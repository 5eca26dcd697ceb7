using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>The kinds that whoever reads a source asks its columns for, instead of those the source would infer.</summary>
/// <param name="kindOf">The kind of a column by name; null leaves it to the source.</param>
/// <param name="holdsDigits">Whether a column's numbers go where all their digits have room (<c>long</c>, <c>decimal</c>…), also those a double does not hold; null says no for every column.</param>
public sealed class RequestedKinds(Func<string, ValueKind?> kindOf, Func<string, bool>? holdsDigits = null)
{
    /// <summary>The kind asked for; null where nobody asks.</summary>
    public ValueKind? KindOf(string column) => kindOf(column);

    /// <summary>Whether all digits of the column's numbers have room.</summary>
    public bool HoldsDigits(string column) => holdsDigits?.Invoke(column) ?? false;

    /// <summary>What a record's properties ask for; columns are matched ignoring case, blanks and punctuation.</summary>
    /// <exception cref="ArgumentException">A property cannot stand in a column.</exception>
    public static RequestedKinds Of<T>() => new(RecordShape<T>.Instance.KindOf, RecordShape<T>.Instance.HoldsDigits);
}
