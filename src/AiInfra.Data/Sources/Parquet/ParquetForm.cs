namespace AiInfra.Data.Sources.Parquet;

/// <summary>How a column's values are made of bytes.</summary>
internal enum ParquetForm : byte
{
    /// <summary>There are only nulls.</summary>
    Nothing,

    Boolean,

    /// <summary>Of 8 to 64 bits, signed or not.</summary>
    Integer,

    Float,

    Double,

    Half,

    Decimal,

    Date,

    Timestamp,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>INT96: nanoseconds of the day and the Julian day.</summary>
    JulianTime,

    Text,

    /// <summary>Bytes of which nothing is said; text where all of them are UTF-8.</summary>
    Bytes,

    Uuid,
}
