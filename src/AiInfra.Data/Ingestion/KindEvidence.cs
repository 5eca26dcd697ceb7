using System.Text;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>Counts what a column's cells look like, and decides its kind.</summary>
internal sealed class KindEvidence(MissingSet markers, bool allowDecimalComma)
{
    private const int MostDistinct = 1000;

    private readonly HashSet<string> _distinct = new(StringComparer.Ordinal);
    private readonly List<string> _examples = [];
    private long _numbers;
    private long _marked;
    private long _comma;
    private long _pointOnly;
    private long _commaOnly;
    private long _pointOrThousand;
    private long _booleans;
    private long _instants;
    private long _dayFirst;
    private long _monthFirst;
    private long _eitherFirst;
    private long _dotted;
    private long _leadingZeros;
    private long _longIntegers;

    public long Present { get; private set; }

    public long Missing { get; private set; }

    public int Distinct => _distinct.Count;

    public IReadOnlyList<string> Examples => _examples;

    private long LocalDates => _dayFirst + _monthFirst + _eitherFirst;

    public void Add(ReadOnlySpan<byte> cell)
    {
        if (markers.Contains(cell))
        {
            Missing++;
            return;
        }

        Present++;
        Classify(cell);
        if (_distinct.Count < MostDistinct)
        {
            string text = Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, 200)]);
            if (_distinct.Add(text) && _examples.Count < 3)
            {
                _examples.Add(text);
            }
        }
    }

    /// <summary>The kind, how its cells are written, how many do not fit, and a note.</summary>
    public KindDecision Decide(double tolerance)
    {
        if (Present == 0)
        {
            return new(ValueKind.Text, CellFormat.Invariant, 0, "no value in the sample");
        }

        long numbers = _numbers + (UsesComma ? _comma : _marked);
        (ValueKind kind, long fits) = (ValueKind.Number, numbers);
        (kind, fits) = _booleans > fits ? (ValueKind.Boolean, _booleans) : (kind, fits);
        (kind, fits) = _instants > fits ? (ValueKind.Instant, _instants) : (kind, fits);
        (kind, fits) = LocalDates > fits ? (ValueKind.Instant, LocalDates) : (kind, fits);
        long misfits = Present - fits;
        if (fits == 0 || misfits > tolerance * Present)
        {
            string? mixed = fits * 2 > Present ? $"{misfits:N0} of {Present:N0} cells are no {kind.ToString().ToLowerInvariant()}, so it is text" : null;
            return new(ValueKind.Text, CellFormat.Invariant, 0, mixed);
        }

        string? text = kind switch
        {
            ValueKind.Number when _leadingZeros > 0 => "digits with leading zeros: a code, kept as text",
            ValueKind.Number when _longIntegers > 0 => "integers of more than 15 digits: an identifier, kept as text",
            ValueKind.Instant when fits == LocalDates && fits != _instants && DateOrder is null => "dates, but which number is the day cannot be told: kept as text",
            _ => null,
        };
        if (text is not null)
        {
            return new(ValueKind.Text, CellFormat.Invariant, 0, text);
        }

        CellFormat format = FormatOf(kind);
        string? note = format switch
        {
            CellFormat.DecimalComma => "decimal comma",
            CellFormat.Marked => "with currency, percent or thousands signs",
            CellFormat.DayFirst => "day first",
            CellFormat.MonthFirst => "month first",
            _ => null,
        };
        return new(kind, format, misfits, misfits > 0 ? $"{note}{(note is null ? "" : "; ")}{misfits:N0} cells do not fit" : note);
    }

    /// <summary>How cells are written in a column whose kind is given.</summary>
    public CellFormat FormatOf(ValueKind kind) => kind switch
    {
        ValueKind.Number when UsesComma => CellFormat.DecimalComma,
        ValueKind.Number when _marked > 0 => CellFormat.Marked,
        ValueKind.Instant when LocalDates > _instants => DateOrder ?? CellFormat.Invariant,
        _ => CellFormat.Invariant,
    };

    /// <summary>A comma is the decimal mark where no cell needs the point to be it, and where cells such as 1.234 can be thousands because others can be nothing else.</summary>
    private bool UsesComma => allowDecimalComma && _comma > 0 && _pointOnly == 0 && (_pointOrThousand == 0 || _commaOnly > 0);

    /// <summary>Day or month first, where some date shows it or dots say it (only days stand before dots); null where nothing does, or dates disagree.</summary>
    private CellFormat? DateOrder => (_dayFirst > 0, _monthFirst > 0) switch
    {
        (true, false) => CellFormat.DayFirst,
        (false, true) => CellFormat.MonthFirst,
        (false, false) when _dotted == LocalDates => CellFormat.DayFirst,
        _ => null,
    };

    private void Classify(ReadOnlySpan<byte> cell)
    {
        if (CellParser.TryNumber(cell, out _))
        {
            _numbers++;
            if (cell.Contains((byte)'.'))
            {
                bool thousand = allowDecimalComma && MarkedNumber.TryRead(cell, decimalComma: true, out _);
                _pointOrThousand += thousand ? 1 : 0;
                _pointOnly += thousand ? 0 : 1;
            }

            int sign = cell[0] is (byte)'-' or (byte)'+' ? 1 : 0;
            bool integer = cell[sign..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
            _leadingZeros += integer && cell.Length > sign + 1 && cell[sign] == (byte)'0' ? 1 : 0;
            _longIntegers += integer && cell.Length - sign > 15 ? 1 : 0;
        }
        else if (CellParser.TryBoolean(cell, out _))
        {
            _booleans++;
        }
        else if (CellParser.TryInstant(cell, out _))
        {
            _instants++;
        }
        else
        {
            bool marked = MarkedNumber.TryRead(cell, decimalComma: false, out _), comma = allowDecimalComma && MarkedNumber.TryRead(cell, decimalComma: true, out _);
            _marked += marked ? 1 : 0;
            _comma += comma ? 1 : 0;
            _pointOnly += marked && !comma ? 1 : 0;
            _commaOnly += comma && !marked ? 1 : 0;
            bool day = CellParser.TryLocalInstant(cell, dayFirst: true, out _), month = CellParser.TryLocalInstant(cell, dayFirst: false, out _);
            _dayFirst += day && !month ? 1 : 0;
            _monthFirst += month && !day ? 1 : 0;
            _eitherFirst += day && month ? 1 : 0;
            _dotted += (day || month) && cell.IndexOf((byte)'.') is 1 or 2 ? 1 : 0;
        }
    }
}
