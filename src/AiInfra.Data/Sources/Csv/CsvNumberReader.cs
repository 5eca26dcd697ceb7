using System.Text;
using AiInfra.Core.Rows;
using AiInfra.Data.Cells;

namespace AiInfra.Data.Sources.Csv;

/// <summary>Reads the numbers of one column as its sample says they are written, and nothing that is written otherwise.</summary>
internal sealed class CsvNumberReader(CsvColumn column)
{
    private readonly bool _comma = column.Marks == NumberMarks.Comma;
    private readonly bool _undecided = column.Marks == NumberMarks.Undecided;
    private readonly bool _marked = column.Format is CellFormat.Marked or CellFormat.DecimalComma;

    /// <summary>Whether invariant notation is what the column has, so that the quick way is right.</summary>
    public bool TakesPlain { get; } = column.Marks == NumberMarks.Point && column.UnitCode != MarkedNumber.Percent;

    /// <summary>Whether a number deserves a second look: leading zeros, many digits, an exponent, a plus sign. Cheap.</summary>
    public static bool MayBeCode(ReadOnlySpan<byte> cell)
    {
        if (cell.Length > 2 && (cell[0] == (byte)'+' || IsE(cell[^2]) || (cell.Length > 3 && IsE(cell[^3])) || (cell.Length > 4 && IsE(cell[^4]))))
        {
            return true;
        }

        if (cell.Length > 15)
        {
            return cell.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0;
        }

        int sign = cell.Length > 2 && cell[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        return cell.Length > sign + 1 && cell[sign] == (byte)'0' && char.IsAsciiDigit((char)cell[sign + 1]);
    }

    public bool TryRead(ReadOnlySpan<byte> cell, out double number)
    {
        cell = Blanks.Trim(cell);
        number = 0;
        if (IsCode(cell) || (_undecided && MarkedNumber.IsAmbiguous(cell)))
        {
            return false;
        }

        if (CellParser.TryNumber(cell, out number) && !(_comma && cell.Contains((byte)'.')))
        {
            return column.UnitCode != MarkedNumber.Percent;
        }

        return _marked && MarkedNumber.TryRead(cell, _comma, out number, out NumberSigns signs)
            && (signs.Unit == column.UnitCode || (signs.Unit == 0 && column.UnitCode != MarkedNumber.Percent));
    }

    /// <summary>All digits of a cell that was read as a number, where the double does not hold them; else null.</summary>
    public string? Digits(ReadOnlySpan<byte> cell)
    {
        cell = Blanks.Trim(cell);
        bool plain = CellParser.TryNumber(cell, out _) && !(_comma && cell.Contains((byte)'.'));
        string? text = plain ? Encoding.ASCII.GetString(cell) : MarkedNumber.Plain(cell, _comma);
        return text is not null && Value.TryNumber(text, out Value value) && value.IsBeyondDouble ? value.AsText() : null;
    }

    /// <summary>Why a cell that looks like a number is none here; empty where that is plain.</summary>
    public string Why(ReadOnlySpan<byte> cell)
    {
        cell = Blanks.Trim(cell);
        return IsCode(cell) ? "; leading zeros, more digits than a double holds, a form such as 1E5 or many digits after a plus sign make a code: say Kinds for this column"
            : _undecided && MarkedNumber.IsAmbiguous(cell) ? "; it is two numbers, and nothing tells which: say DecimalMark"
            : "";
    }

    private bool IsCode(ReadOnlySpan<byte> cell) => column.Codes switch
    {
        CodeNumbers.All => false,
        CodeNumbers.LeadingZeros when column.KeepsDigits => false,
        CodeNumbers.LeadingZeros => CellParser.IsCode(cell) && CellParser.IsCode(cell.TrimStart("+-"u8).TrimStart((byte)'0')),
        CodeNumbers.Measures => CellParser.IsCode(cell),
        _ => CellParser.IsCode(cell) || CellParser.LooksLikeCode(cell),
    };

    private static bool IsE(byte letter) => (letter | 0x20) == 'e';
}
