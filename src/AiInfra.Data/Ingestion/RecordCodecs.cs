using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>How rows become records of a type, and back.</summary>
internal static class RecordCodecs
{
    public static IRecordCodec<T> Of<T>() => typeof(T) == typeof(Row) ? (IRecordCodec<T>)(object)new RowRecordCodec() : new RecordCodec<T>();

    /// <summary>The columns of the records; null for rows, which have those they have.</summary>
    public static RowSchema? Columns<T>() => typeof(T) == typeof(Row) ? null : RecordColumns.Schema<T>();
}
