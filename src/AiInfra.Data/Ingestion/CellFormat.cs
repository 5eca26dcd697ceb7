namespace AiInfra.Data.Ingestion;

/// <summary>How the cells of a column are written, where that is not the invariant notation.</summary>
public enum CellFormat : byte
{
    /// <summary>Numbers with a decimal point, times as ISO 8601.</summary>
    Invariant,

    /// <summary>Numbers with a decimal comma: 3,14. Found out only where the delimiter is not the comma.</summary>
    DecimalComma,

    /// <summary>Dates with the day first: 31/12/2024, 31.12.2024 23:59.</summary>
    DayFirst,

    /// <summary>Dates with the month first: 12/31/2024.</summary>
    MonthFirst,
}
