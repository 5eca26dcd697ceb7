using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion.JsonLines;

/// <summary>How to read JSON objects, one a line.</summary>
public sealed class JsonLinesOptions
{
    /// <summary>Lines from which columns and kinds are inferred.</summary>
    /// <value>10,000.</value>
    public int SampleRows { get; set; } = 10_000;

    /// <summary>Kinds that are known, by property name; they are not inferred.</summary>
    public IDictionary<string, ValueKind> Kinds { get; } = new Dictionary<string, ValueKind>(StringComparer.Ordinal);

    /// <summary>What happens to a value that does not fit its column's kind.</summary>
    /// <value><see cref="MisfitCell.RejectRow"/>.</value>
    public MisfitCell Misfits { get; set; } = MisfitCell.RejectRow;

    /// <summary>Most bytes of a line. A longer one is put aside and skipped without being held in memory.</summary>
    /// <value>16 MiB.</value>
    public int MaxLineBytes { get; set; } = 16 << 20;

    internal Func<string, ValueKind?>? KindOf { get; set; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(SampleRows);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLineBytes, 16);
    }

    internal JsonLinesOptions With(Func<string, ValueKind?> kindOf)
    {
        var clone = new JsonLinesOptions { SampleRows = SampleRows, Misfits = Misfits, MaxLineBytes = MaxLineBytes, KindOf = kindOf };
        foreach ((string column, ValueKind kind) in Kinds)
        {
            clone.Kinds.Add(column, kind);
        }

        return clone;
    }
}
