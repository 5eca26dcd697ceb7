using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>A source that can read columns as the kinds a record's properties ask for, instead of those it would infer.</summary>
internal interface IKindAware
{
    /// <summary>The same source; <paramref name="kindOf"/> gives the kind of a column by name, or null to infer it, and <paramref name="holdsDigits"/> whether its numbers go where all their digits have room.</summary>
    IRowSource WithKinds(Func<string, ValueKind?> kindOf, Func<string, bool> holdsDigits);
}
