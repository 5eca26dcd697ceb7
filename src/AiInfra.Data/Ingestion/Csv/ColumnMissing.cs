using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion.Csv;

/// <summary>What stands for no value in a column, after its sample was looked at, and how often it did.</summary>
internal sealed class ColumnMissing(CsvColumn column, MissingRules rules)
{
    private readonly MissingSet _always = new(rules.Always);
    private readonly MissingSet _found = new(
        [.. rules.ByEvidence, .. column.Kind == ValueKind.Text ? [] : column.MissingTexts], column.KeptTexts, namesStay: column.Kind == ValueKind.Text);

    public MarkerTally Tally { get; } = new();

    public bool Contains(ReadOnlySpan<byte> cell) => _always.Contains(cell) || _found.Contains(cell);

    /// <summary>Whether the cell is missing; counted then.</summary>
    public bool Take(ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty && Contains(cell))
        {
            return true;
        }

        if (!Contains(cell))
        {
            return false;
        }

        Tally.Add(cell);
        return true;
    }
}
