namespace AiInfra.Data.Sources.Csv;

/// <summary>What becomes of a record with fewer or more fields than the table has columns.</summary>
public enum CsvWidth : byte
{
    /// <summary>Fields that are not there are missing values, and empty fields beyond the last column are passed over; both are counted in a note. A record with content beyond the last column, or with a single text in a table of several columns, is put aside.</summary>
    Tolerant,

    /// <summary>Every record of another width is put aside.</summary>
    Exact,
}
