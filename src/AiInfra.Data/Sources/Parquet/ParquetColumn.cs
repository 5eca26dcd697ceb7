using AiInfra.Core.Rows;

namespace AiInfra.Data.Sources.Parquet;

/// <summary>A column of a Parquet file and what it becomes.</summary>
/// <param name="Element">As the file describes it.</param>
/// <param name="Form">How its values are made of bytes.</param>
/// <param name="Kind">What they become.</param>
/// <param name="KeepsDigits">Whether numbers that a double does not hold are kept with all digits; otherwise they do not fit.</param>
internal sealed record ParquetColumn(ParquetElement Element, ParquetForm Form, ValueKind Kind, bool KeepsDigits)
{
    public string Name => Element.Name;

    /// <summary>The form of a column; null where no number, text, boolean or time can be made of it.</summary>
    public static ParquetForm? FormOf(ParquetElement element) => !element.IsFlat ? null : (element.Meaning, element.Type) switch
    {
        ("UNKNOWN", _) => ParquetForm.Nothing,
        ("STRING" or "UTF8" or "ENUM" or "JSON", ParquetElement.ByteArray) => ParquetForm.Text,
        ("DECIMAL", ParquetElement.Int32 or ParquetElement.Int64 or ParquetElement.ByteArray or ParquetElement.Fixed) => ParquetForm.Decimal,
        ("DATE", ParquetElement.Int32) => ParquetForm.Date,
        ("TIMESTAMP", ParquetElement.Int64) when element.PerSecond > 0 => ParquetForm.Timestamp,
        ("TIME", ParquetElement.Int32 or ParquetElement.Int64) when element.PerSecond > 0 => ParquetForm.Time,
        ("UUID", ParquetElement.Fixed) when element.Length == 16 => ParquetForm.Uuid,
        ("FLOAT16", ParquetElement.Fixed) when element.Length == 2 => ParquetForm.Half,
        ("BSON" or "INTERVAL" or "GEOMETRY" or "GEOGRAPHY" or "VARIANT", _) => null,
        (_, ParquetElement.Boolean) => ParquetForm.Boolean,
        (_, ParquetElement.Int32 or ParquetElement.Int64) => ParquetForm.Integer,
        (_, ParquetElement.Int96) => ParquetForm.JulianTime,
        (_, ParquetElement.Float) => ParquetForm.Float,
        (_, ParquetElement.Double) => ParquetForm.Double,
        _ => ParquetForm.Bytes,
    };

    /// <summary>The kind such values have where none of them is beyond it.</summary>
    public static ValueKind KindOf(ParquetForm form) => form switch
    {
        ParquetForm.Boolean => ValueKind.Boolean,
        ParquetForm.Date or ParquetForm.Timestamp or ParquetForm.JulianTime => ValueKind.Instant,
        ParquetForm.Text or ParquetForm.Bytes or ParquetForm.Uuid or ParquetForm.Time or ParquetForm.Nothing => ValueKind.Text,
        _ => ValueKind.Number,
    };
}
