using AiInfra.Core.Rows;
using Parquet.Schema;

namespace AiInfra.Data.Datasets;

/// <summary>How columns of rows stand in Parquet: double, boolean, UTF-8 text and microseconds UTC, all nullable.</summary>
internal static class ParquetColumns
{
    public static DataField Field(Column column) => column.Kind switch
    {
        ValueKind.Number => new DataField<double>(column.Name, true),
        ValueKind.Boolean => new DataField<bool>(column.Name, true),
        ValueKind.Instant => new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: true),
        ValueKind.Text => new DataField(column.Name, typeof(string), true),
        _ => throw new ArgumentException($"Column '{column.Name}' has the kind {column.Kind}; number, text, boolean or instant is expected."),
    };
}
