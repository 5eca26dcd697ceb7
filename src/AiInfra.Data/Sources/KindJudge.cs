using AiInfra.Core.Rows;
using AiInfra.Data.Cells;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Sources;

/// <summary>Decides the kind of a column from what was counted in its sample.</summary>
internal sealed class KindJudge(KindEvidence evidence, FileMarks file, double tolerance, CellFormat? dateOrder)
{
    private const int LeastGroups = 5;
    private const string ShortYears = ", years of two digits from 1969 to 2029";

    private readonly List<IngestionNote> _notes = [];

    /// <summary>The kind that the cells show.</summary>
    public KindFinding Decide()
    {
        if (evidence.Present == 0)
        {
            return AsText("no value in the sample");
        }

        long numbers = Fitting(out NumberMarks marks, out byte unit);
        (ValueKind kind, long fits) = (ValueKind.Number, numbers);
        (kind, fits) = evidence.Booleans > fits ? (ValueKind.Boolean, evidence.Booleans) : (kind, fits);
        (kind, fits) = evidence.Instants > fits ? (ValueKind.Instant, evidence.Instants) : (kind, fits);
        (kind, fits) = evidence.LocalDates > fits ? (ValueKind.Instant, evidence.LocalDates) : (kind, fits);
        string[] nothing = evidence.Rules.FindsMore ? [.. evidence.Tokens.Keys.Where(t => MissingMarkers.SaysNothing(t) && !evidence.Rules.Kept.Contains(t))] : [];
        long tokens = nothing.Sum(t => evidence.Tokens[t]), misfits = evidence.Present - fits - tokens;
        if (fits == 0 || misfits > tolerance * (evidence.Present - tokens))
        {
            return AsText(WhyText(kind, fits, numbers));
        }

        if (WhyTextAnyway(kind, fits) is { } why)
        {
            return AsText(why);
        }

        return Typed(kind, marks, unit, misfits, nothing, tokens);
    }

    /// <summary>How the cells are read in a column whose kind is given.</summary>
    public KindFinding As(ValueKind kind, string why)
    {
        Fitting(out NumberMarks marks, out byte unit);
        if (kind == ValueKind.Text)
        {
            return AsText(why);
        }

        bool undecided = kind == ValueKind.Number && marks == NumberMarks.Undecided && evidence.Ambiguous is not null;
        if (undecided)
        {
            Note(IngestionNoteKind.Numbers, $"numbers such as '{evidence.Ambiguous}' are two numbers, and nothing tells which: their rows are put aside; say DecimalMark", guess: true);
        }

        if (kind == ValueKind.Instant && evidence.LocalDates > evidence.Instants && Order is null)
        {
            Note(IngestionNoteKind.Dates, "which number of the dates is the day cannot be told: their rows are put aside; say DateOrder", guess: true);
        }

        KindFinding typed = Typed(kind, marks, unit, 0, [], 0) with { Note = why };
        return kind == ValueKind.Boolean ? typed with { Format = CellFormat.YesNo } : typed;
    }

    private KindFinding Typed(ValueKind kind, NumberMarks marks, byte unit, long misfits, string[] nothing, long tokens)
    {
        CellFormat format = FormatOf(kind, marks);
        string? note = Describe(kind, format, unit);
        if (note is not null && (format != CellFormat.Invariant || kind == ValueKind.Instant) && format != CellFormat.YesNo)
        {
            Note(kind == ValueKind.Number ? IngestionNoteKind.Numbers : IngestionNoteKind.Dates, note, guess: false);
        }

        if (kind == ValueKind.Instant && evidence.Zoned > 0 && evidence.Unzoned > 0)
        {
            Note(IngestionNoteKind.Dates, "some times say their zone, others do not: those are taken for UTC", guess: true);
        }

        return new KindFinding(kind)
        {
            Format = format,
            Marks = marks,
            Unit = unit,
            Misfits = misfits,
            Missing = evidence.Empty + evidence.Markers.Values.Sum() + tokens,
            Note = misfits > 0 ? $"{note}{(note is null ? "" : "; ")}{misfits:N0} cells do not fit" : note,
            MissingToo = nothing,
            Notes = _notes,
        };
    }

    private KindFinding AsText(string? why)
    {
        string[] kept = [.. evidence.Markers.Keys.Where(IsValue)];
        foreach (string value in kept)
        {
            Note(IngestionNoteKind.Missing, $"'{value}' is kept as a value, for the column's other values are written alike; say otherwise with AddMissing", guess: true);
        }

        Fitting(out NumberMarks marks, out byte unit, tell: false);
        return new KindFinding(ValueKind.Text)
        {
            Marks = marks,
            Unit = unit,
            Missing = evidence.Empty + evidence.Markers.Where(m => !kept.Contains(m.Key)).Sum(m => m.Value),
            Note = why,
            Kept = kept,
            Notes = _notes,
        };
    }

    /// <summary>Numbers of one unit that one meaning of point and comma reads.</summary>
    private long Fitting(out NumberMarks marks, out byte unit, bool tell = true)
    {
        marks = file.Of(evidence);
        if (marks == NumberMarks.Undecided && evidence.PointOnly + evidence.CommaOnly == 0 && evidence.Ambiguous is not null)
        {
            marks = ByGroups(tell);
        }

        long wrong = marks switch
        {
            NumberMarks.Point => evidence.CommaOnly,
            NumberMarks.Comma => evidence.PointOnly,
            _ => evidence.PointOnly + evidence.CommaOnly + evidence.EitherPoint + evidence.EitherComma,
        };
        unit = 0;
        long most = evidence.Units[0];
        for (byte u = 1; u < evidence.Units.Length; u++)
        {
            // An amount without a sign among amounts of one currency is of that currency; a number among percents is not.
            long of = evidence.Units[u] + (u > MarkedNumber.Percent && evidence.Units[u] > 0 ? evidence.Units[0] : 0);
            (unit, most) = evidence.Units[u] > 0 && of > most ? (u, of) : (unit, most);
        }

        return Math.Max(0, Math.Min(evidence.Numbers - wrong, most));
    }

    /// <summary>Many marked groups of three, and no number of 1,000 or more without a mark: that is how thousands look, and no decimals do.</summary>
    private NumberMarks ByGroups(bool tell)
    {
        bool comma = evidence.EitherComma > 0;
        int groups = evidence.Values.Keys.Count(v => v.Contains(comma ? ',' : '.', StringComparison.Ordinal));
        if (groups < LeastGroups || evidence.Plain < LeastGroups || evidence.PlainThousands > 0 || (comma && evidence.EitherPoint > 0))
        {
            return NumberMarks.Undecided;
        }

        if (!tell)
        {
            return comma ? NumberMarks.Point : NumberMarks.Comma;
        }

        Note(IngestionNoteKind.Numbers, $"{(comma ? "commas" : "points")} such as in '{evidence.Ambiguous}' are read as marks between thousands, for no number of 1,000 or more stands without one; say DecimalMark", guess: true);
        return comma ? NumberMarks.Point : NumberMarks.Comma;
    }

    private string? WhyText(ValueKind kind, long fits, long numbers)
    {
        if (evidence.Numbers * 2 > evidence.Present && numbers < evidence.Numbers)
        {
            string[] units = [.. Enumerable.Range(0, MarkedNumber.Units).Where(u => evidence.Units[u] > 0).Select(u => u == 0 ? "none" : MarkedNumber.Unit(u))];
            string why = evidence.Ambiguous is not null && evidence.PointOnly + evidence.CommaOnly == 0
                ? $"'{evidence.Ambiguous}' is two numbers, and nothing in the file tells which: kept as text; say DecimalMark"
                : evidence.PointOnly > 0 && evidence.CommaOnly > 0 ? "decimal points and decimal commas in one column: kept as text; say DecimalMark"
                : $"numbers of several units ({string.Join(", ", units)}): kept as text";
            Note(IngestionNoteKind.Numbers, why, guess: true);
            return why;
        }

        if (evidence.EitherCentury > 0 && (evidence.EitherCentury + evidence.LocalDates + evidence.Instants) * 2 > evidence.Present)
        {
            string why = "dates with years of two digits from 30 to 68, which may be of either century: kept as text";
            Note(IngestionNoteKind.Dates, why, guess: true);
            return why;
        }

        if (evidence.CommaHints * 2 > evidence.Present)
        {
            string why = "numbers only with a decimal comma, while commas part the fields: kept as text; say DecimalMark";
            Note(IngestionNoteKind.Numbers, why, guess: true);
            return why;
        }

        if (fits * 2 <= evidence.Present)
        {
            return null;
        }

        string mixed = $"{evidence.Present - fits:N0} of {evidence.Present:N0} cells are no {kind.ToString().ToLowerInvariant()}, so it is text";
        Note(IngestionNoteKind.Kinds, mixed, guess: false);
        return mixed;
    }

    private string? WhyTextAnyway(ValueKind kind, long fits)
    {
        (string? why, IngestionNoteKind about, bool guess) = kind switch
        {
            ValueKind.Number when evidence.LeadingZeros > 0 => ("digits with leading zeros: a code, kept as text", IngestionNoteKind.Kinds, false),
            ValueKind.Number when evidence.LongIntegers > 0 => ("integers of more than 15 digits: an identifier, kept as text", IngestionNoteKind.Kinds, false),
            ValueKind.Number when evidence.CodeLike > 0 && !evidence.Measures => ("numbers such as 1E5, or many digits after a plus sign, without a decimal or a negative one: codes or telephone numbers, kept as text; say Kinds", IngestionNoteKind.Kinds, true),
            ValueKind.Number when evidence.Brackets > 0 && evidence.Brackets == evidence.Numbers => ("every number stands in brackets: kept as text", IngestionNoteKind.Numbers, true),
            ValueKind.Instant when fits == evidence.LocalDates && fits != evidence.Instants && Order is null =>
                ("dates, but which number is the day cannot be told: kept as text; say DateOrder", IngestionNoteKind.Dates, true),
            _ => ((string?)null, IngestionNoteKind.Kinds, false),
        };
        if (why is not null)
        {
            Note(about, why, guess);
        }

        return why;
    }

    private CellFormat FormatOf(ValueKind kind, NumberMarks marks) => kind switch
    {
        ValueKind.Number when marks == NumberMarks.Comma => CellFormat.DecimalComma,
        ValueKind.Number when evidence.Marked > 0 => CellFormat.Marked,
        ValueKind.Instant when evidence.LocalDates > evidence.Instants => Order ?? CellFormat.Invariant,
        _ => CellFormat.Invariant,
    };

    private string? Describe(ValueKind kind, CellFormat format, byte unit)
    {
        if (format is CellFormat.DayFirst or CellFormat.MonthFirst)
        {
            return (format == CellFormat.DayFirst ? "day first" : "month first") + (evidence.ShortYears > 0 ? ShortYears : "");
        }

        if (kind == ValueKind.Instant)
        {
            return evidence.ShortYears > 0 ? ShortYears[2..] : null;
        }

        string[] signs =
        [
            .. format == CellFormat.DecimalComma && evidence.CommaOnly > 0 ? ["decimal comma"] : Array.Empty<string>(),
            .. evidence.Grouped > 0 || evidence.EitherComma > 0 || (format == CellFormat.DecimalComma && evidence.EitherPoint > 0) ? ["marks between thousands"] : Array.Empty<string>(),
            .. unit > 0 ? [$"unit {MarkedNumber.Unit(unit)}"] : Array.Empty<string>(),
            .. evidence.Brackets > 0 ? ["brackets for what is negative"] : Array.Empty<string>(),
        ];
        return signs.Length > 0 && format is CellFormat.DecimalComma or CellFormat.Marked ? "numbers with " + string.Join(", ", signs) : null;
    }

    /// <summary>Day or month first, where some date shows it or dots say it (only days stand before dots); null where nothing does, or dates disagree.</summary>
    private CellFormat? Order => dateOrder ?? (evidence.DayFirst > 0, evidence.MonthFirst > 0) switch
    {
        (true, false) => CellFormat.DayFirst,
        (false, true) => CellFormat.MonthFirst,
        (false, false) when evidence.Dotted == evidence.LocalDates => CellFormat.DayFirst,
        _ => null,
    };

    /// <summary>A marker is a value among texts written alike: NA among codes of two letters, - beside +, a name such as Null.</summary>
    private bool IsValue(string marker)
    {
        if (marker.Length > 1 && char.IsAsciiLetterUpper(marker[0]) && marker.Skip(1).All(char.IsAsciiLetterLower))
        {
            return true;
        }

        string shape = Shape(marker);
        int alike = evidence.Values.Keys.Count(v => Shape(v) == shape);
        return shape.Length > 0 && alike >= 0.6 * evidence.Distinct && alike >= (char.IsLetter(marker[0]) ? 3 : 1);
    }

    private static string Shape(string text) => text.Length > 4 ? "" : string.Concat(text.Select(c =>
        char.IsUpper(c) ? 'A' : char.IsLetter(c) ? 'a' : char.IsDigit(c) ? '0' : char.IsWhiteSpace(c) ? ' ' : '.'));

    private void Note(IngestionNoteKind kind, string text, bool guess) => _notes.Add(new IngestionNote(kind, text) { IsGuess = guess });
}
