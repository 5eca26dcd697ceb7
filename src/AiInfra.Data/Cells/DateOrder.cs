namespace AiInfra.Data.Cells;

/// <summary>In which order dates such as 1/2/2024 have day and month.</summary>
public enum DateOrder : byte
{
    /// <summary>Day, month, year.</summary>
    DayFirst,

    /// <summary>Month, day, year.</summary>
    MonthFirst,
}
