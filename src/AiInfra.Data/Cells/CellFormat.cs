namespace AiInfra.Data.Cells;

/// <summary>How the cells of a column are written, where that is not the invariant notation.</summary>
public enum CellFormat : byte
{
    /// <summary>Numbers with a decimal point, times as ISO 8601.</summary>
    Invariant,

    /// <summary>Numbers with a decimal comma, perhaps with points or blanks between thousands and the signs of <see cref="Marked"/>: 3,14 or 1.234,50 €. Found out only where the delimiter is not the comma, and only where some cell of the file can be nothing else.</summary>
    DecimalComma,

    /// <summary>Dates with the day first: 31/12/2024, 31.12.2024 23:59.</summary>
    DayFirst,

    /// <summary>Dates with the month first: 12/31/2024.</summary>
    MonthFirst,

    /// <summary>Numbers with a decimal point and signs for people: commas or blanks between thousands, a currency, a percent sign (12.5% is 12.5), brackets for what is negative. $1,234.50 or (12).</summary>
    Marked,

    /// <summary>Booleans beside true and false: yes/no, y/n, t/f, 1/0, on/off, ja/nein, j/n, oui/non, sí/si/no, in any case. Only where the kind is given, by a record's property or the options.</summary>
    YesNo,
}
