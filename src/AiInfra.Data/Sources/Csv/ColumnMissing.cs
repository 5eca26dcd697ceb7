using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Cells;

namespace AiInfra.Data.Sources.Csv;

/// <summary>What stands for no value in a column, after its sample was looked at, and how often it did.</summary>
internal sealed class ColumnMissing(CsvColumn column, MissingRules rules)
{
    private readonly MissingSet _always = new(rules.Always);
    private readonly MissingSet _found = new(
        [.. rules.ByEvidence, .. column.Kind == ValueKind.Text ? [] : column.MissingTexts], column.KeptTexts, namesStay: column.Kind == ValueKind.Text);

    public MarkerTally Tally { get; } = new();

    /// <summary>Whether a marker of the options' is a value to look at (-999), so that cells are compared before they are read.</summary>
    public bool HasValues { get; } = column.Kind != ValueKind.Text && rules.Always.Select(Encoding.UTF8.GetBytes).Any(m =>
        CellParser.TryNumber(m, out _) || MarkedNumber.TryRead(m, true, out _) || CellParser.TryYesNo(m, out _) || CellParser.TryInstant(m, out _) || CellParser.TryLocalInstant(m, true, out _));

    /// <summary>Whether the cell is such a value; counted then.</summary>
    public bool TakeValue(ReadOnlySpan<byte> cell)
    {
        bool missing = HasValues && _always.Contains(cell);
        if (missing)
        {
            Tally.Add(cell);
        }

        return missing;
    }

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
