using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Cells;

namespace AiInfra.Data.Sources.JsonLines;

/// <summary>How to read JSON objects, one a line or in an array.</summary>
public sealed class JsonLinesOptions : ICheckedOptions
{
    /// <summary>Objects from which columns and kinds are inferred.</summary>
    /// <value>10,000. <see cref="int.MaxValue"/> takes the whole file, which is then read twice and never held in memory.</value>
    public int SampleRows { get; set; } = 10_000;

    /// <summary>Kinds that are known, by property name; they are not inferred.</summary>
    public IDictionary<string, ValueKind> Kinds { get; } = new Dictionary<string, ValueKind>(StringComparer.Ordinal);

    /// <summary>Share of a property's values in the sample (0 to 1) that may not fit a kind which the others fit. Beyond it the column is text.</summary>
    /// <value>0.01: a column of numbers with one stray word in a hundred values or more rarely stays a column of numbers, and the words are misfits.</value>
    public double MisfitTolerance { get; set; } = 0.01;

    /// <summary>What happens to a value that does not fit its column's kind.</summary>
    /// <value><see cref="MisfitCell.RejectRow"/>.</value>
    public MisfitCell Misfits { get; set; } = MisfitCell.RejectRow;

    /// <summary>What happens to a property that no object of the sample has.</summary>
    /// <value><see cref="JsonNewProperty.LeaveOut"/>: a note counts it.</value>
    public JsonNewProperty NewProperties { get; set; } = JsonNewProperty.LeaveOut;

    /// <summary>Encoding; null takes a byte order mark or the zero bytes of UTF-16, and UTF-8 without them, as JSON says.</summary>
    public Encoding? Encoding { get; set; }

    /// <summary>Most bytes of an object. A longer one is put aside and skipped without being held in memory.</summary>
    /// <value>16 MiB.</value>
    public int MaxLineBytes { get; set; } = 16 << 20;

    /// <summary>Most columns; a file whose sample has more different properties is refused.</summary>
    /// <value>10,000.</value>
    public int MaxColumns { get; set; } = 10_000;

    internal Func<string, ValueKind?>? KindOf { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(SampleRows, 1)
        .Below(MisfitTolerance, 0, 1)
        .Between(MaxLineBytes, 16, 1 << 30)
        .AtLeast(MaxColumns, 1)
        .All(Kinds.Where(k => k.Value == ValueKind.Missing || !Enum.IsDefined(k.Value)).Select(k => $"{nameof(Kinds)} says {k.Value} for property '{k.Key}'; number, text, boolean or instant is expected."));

    internal JsonLinesOptions With(Func<string, ValueKind?> kindOf)
    {
        var clone = new JsonLinesOptions
        {
            SampleRows = SampleRows,
            MisfitTolerance = MisfitTolerance,
            Misfits = Misfits,
            NewProperties = NewProperties,
            Encoding = Encoding,
            MaxLineBytes = MaxLineBytes,
            MaxColumns = MaxColumns,
            KindOf = kindOf,
        };
        foreach ((string column, ValueKind kind) in Kinds)
        {
            clone.Kinds.Add(column, kind);
        }

        return clone;
    }
}
