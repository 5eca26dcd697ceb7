using System.Text;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Cells;

/// <summary>Counts what a column's cells look like.</summary>
internal sealed class KindEvidence(MissingRules missing, bool allowDecimalComma)
{
    public const int MostDistinct = 1000;
    private const int MostTokens = 20;

    private readonly Dictionary<string, long> _distinct = new(StringComparer.Ordinal);
    private readonly List<string> _examples = [];

    public MissingRules Rules => missing;

    /// <summary>Cells that are neither empty nor a marker.</summary>
    public long Present { get; private set; }

    /// <summary>Cells that are missing whatever the column holds.</summary>
    public long Empty { get; private set; }

    /// <summary>Markers by custom, as they are written.</summary>
    public Dictionary<string, long> Markers { get; } = new(StringComparer.Ordinal);

    /// <summary>Cells of no kind but text, as they are written, while they are few.</summary>
    public Dictionary<string, long> Tokens { get; } = new(StringComparer.Ordinal);

    public int Distinct => _distinct.Count;

    public IReadOnlyDictionary<string, long> Values => _distinct;

    public IReadOnlyList<string> Examples => _examples;

    /// <summary>Numbers that read the same whatever point and comma mean.</summary>
    public long Plain { get; private set; }

    /// <summary>Numbers with a decimal point or with commas between thousands, and nothing else.</summary>
    public long PointOnly { get; private set; }

    /// <summary>Numbers with a decimal comma or with points between thousands, and nothing else.</summary>
    public long CommaOnly { get; private set; }

    /// <summary>Cells that only a decimal comma makes numbers, in a file whose fields commas part.</summary>
    public long CommaHints { get; private set; }

    /// <summary>Dates whose year has two digits.</summary>
    public long ShortYears { get; private set; }

    /// <summary>Dates whose year of two digits may be of either century.</summary>
    public long EitherCentury { get; private set; }

    /// <summary>Numbers such as 1E5 and +491701234567, which codes and telephone numbers are written as.</summary>
    public long CodeLike { get; private set; }

    /// <summary>Whether some number is negative, or has decimals or a signed exponent, as codes have not.</summary>
    public bool Measures { get; private set; }

    /// <summary>Numbers such as 1.234, which are two numbers.</summary>
    public long EitherPoint { get; private set; }

    /// <summary>Numbers such as 1,234, which are two numbers.</summary>
    public long EitherComma { get; private set; }

    public long Numbers => Plain + PointOnly + CommaOnly + EitherPoint + EitherComma;

    /// <summary>Plain numbers of 1,000 or more.</summary>
    public long PlainThousands { get; private set; }

    /// <summary>Numbers by their unit.</summary>
    public long[] Units { get; } = new long[MarkedNumber.Units];

    /// <summary>Numbers that are no numbers in invariant notation.</summary>
    public long Marked { get; private set; }

    public long Grouped { get; private set; }

    public long Brackets { get; private set; }

    public long Booleans { get; private set; }

    /// <summary>Times as ISO 8601 or with a named month.</summary>
    public long Instants { get; private set; }

    public long DayFirst { get; private set; }

    public long MonthFirst { get; private set; }

    public long EitherFirst { get; private set; }

    public long Dotted { get; private set; }

    public long LocalDates => DayFirst + MonthFirst + EitherFirst;

    /// <summary>Times that say their zone.</summary>
    public long Zoned { get; private set; }

    /// <summary>Times of day without a zone.</summary>
    public long Unzoned { get; private set; }

    public long LeadingZeros { get; private set; }

    public long LongIntegers { get; private set; }

    public double Least { get; private set; } = double.PositiveInfinity;

    public double Greatest { get; private set; } = double.NegativeInfinity;

    public bool HasFractions { get; private set; }

    /// <summary>An example of a number that is two.</summary>
    public string? Ambiguous { get; private set; }

    public void Add(ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty ? missing.IsAlways(cell) || missing.IsByCustom(cell) : missing.IsAlways(cell))
        {
            Empty++;
            return;
        }

        if (missing.IsByCustom(cell))
        {
            string marker = Encoding.UTF8.GetString(Blanks.Trim(cell));
            if (marker.Length == 0)
            {
                Empty++;
                return;
            }

            Markers[marker] = Markers.GetValueOrDefault(marker) + 1;
            return;
        }

        Present++;
        Classify(Blanks.Trim(cell));
        string text = Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, 200)]);
        if (_distinct.TryGetValue(text, out long seen))
        {
            _distinct[text] = seen + 1;
        }
        else if (_distinct.Count < MostDistinct)
        {
            _distinct.Add(text, 1);
            if (_examples.Count < 3)
            {
                _examples.Add(text);
            }
        }
    }

    private void Classify(ReadOnlySpan<byte> cell)
    {
        if (CellParser.TryNumber(cell, out double number))
        {
            bool point = cell.Contains((byte)'.');
            bool either = point && MarkedNumber.IsAmbiguous(cell);
            Plain += point ? 0 : 1;
            PointOnly += point && !either ? 1 : 0;
            EitherPoint += either ? 1 : 0;
            Units[0]++;
            Saw(cell, number, either);
            int sign = cell[0] is (byte)'-' or (byte)'+' ? 1 : 0;
            bool integer = cell[sign..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
            CodeLike += !integer || sign > 0 ? CellParser.LooksLikeCode(cell) ? 1 : 0 : 0;
            Measures |= point || cell.Contains((byte)'-') || cell[1..].Contains((byte)'+');
            PlainThousands += !point && Math.Abs(number) >= 1000 ? 1 : 0;
            LeadingZeros += cell.Length > sign + 1 && cell[sign] == (byte)'0' && char.IsAsciiDigit((char)cell[sign + 1]) ? 1 : 0;
            LongIntegers += integer && cell.Length - sign > 15 ? 1 : 0;
        }
        else if (CellParser.TryBoolean(cell, out _))
        {
            Booleans++;
        }
        else if (CellParser.TryInstant(cell, out _))
        {
            Instants++;
            if (cell.Length > 12 && cell.Contains((byte)':'))
            {
                bool zoned = cell[^1] is (byte)'Z' or (byte)'z' || cell[11..].IndexOfAny((byte)'+', (byte)'-') >= 0;
                Zoned += zoned ? 1 : 0;
                Unzoned += zoned ? 0 : 1;
            }

            ShortYears += NamedMonth.Looks(cell) && NamedMonth.ShortYear(cell) >= 0 ? 1 : 0;
        }
        else if (!TryMarked(cell) && !TryLocalDate(cell) && Tokens.Count <= MostTokens)
        {
            string token = Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, 200)]);
            Tokens[token] = Tokens.GetValueOrDefault(token) + 1;
        }
    }

    private bool TryMarked(ReadOnlySpan<byte> cell)
    {
        bool point = MarkedNumber.TryRead(cell, decimalComma: false, out double number, out NumberSigns signs);
        bool comma = MarkedNumber.TryRead(cell, decimalComma: true, out double other, out NumberSigns otherSigns);
        if (comma && !point && !allowDecimalComma)
        {
            CommaHints++;
            return false;
        }

        if (!point && !comma)
        {
            return false;
        }

        bool either = point && comma && number != other;
        Plain += point && !either && (comma || cell.IndexOfAny((byte)'.', (byte)',') < 0) ? 1 : 0;
        PointOnly += point && !comma && cell.IndexOfAny((byte)'.', (byte)',') >= 0 ? 1 : 0;
        CommaOnly += comma && !point ? 1 : 0;
        EitherComma += either && cell.Contains((byte)',') ? 1 : 0;
        EitherPoint += either && !cell.Contains((byte)',') ? 1 : 0;
        signs = point ? signs : otherSigns;
        Marked++;
        Units[signs.Unit]++;
        Brackets += signs.Brackets ? 1 : 0;
        Grouped += signs.Grouped ? 1 : 0;
        Saw(cell, point ? number : other, either);
        return true;
    }

    private void Saw(ReadOnlySpan<byte> cell, double number, bool ambiguous)
    {
        Least = Math.Min(Least, number);
        Greatest = Math.Max(Greatest, number);
        HasFractions |= number != Math.Floor(number);
        if (ambiguous)
        {
            Ambiguous ??= Encoding.UTF8.GetString(cell);
        }
    }

    private bool TryLocalDate(ReadOnlySpan<byte> cell)
    {
        bool day = CellParser.TryLocalInstant(cell, dayFirst: true, out _), month = CellParser.TryLocalInstant(cell, dayFirst: false, out _);

        EitherFirst += day && month ? 1 : 0;
        DayFirst += day && !month ? 1 : 0;
        MonthFirst += month && !day ? 1 : 0;
        ShortYears += (day || month) && cell.Length <= 8 && cell.Count((byte)'/') == 2 ? 1 : 0;
        Dotted += (day || month) && cell.IndexOf((byte)'.') is 1 or 2 ? 1 : 0;
        EitherCentury += CellParser.IsEitherCentury(cell) ? 1 : 0;
        return day || month;
    }
}
