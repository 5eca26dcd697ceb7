using System.Data.Common;

namespace AiInfra.Core.Storage;

/// <summary>Reads columns the way stores write them.</summary>
public static class DbDataReaderExtensions
{
    /// <summary>A text, or null.</summary>
    public static string? TextOrNull(this DbDataReader reader, int column) => Of(reader).IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>A number of 32 bits, or null.</summary>
    public static int? IntOrNull(this DbDataReader reader, int column) => Of(reader).IsDBNull(column) ? null : reader.GetInt32(column);

    /// <summary>A number of 64 bits, or null.</summary>
    public static long? LongOrNull(this DbDataReader reader, int column) => Of(reader).IsDBNull(column) ? null : reader.GetInt64(column);

    /// <summary>A time that was written as UTC ticks.</summary>
    public static DateTimeOffset Time(this DbDataReader reader, int column) => new(Of(reader).GetInt64(column), TimeSpan.Zero);

    /// <summary>A time that was written as UTC ticks, or null.</summary>
    public static DateTimeOffset? TimeOrNull(this DbDataReader reader, int column) => Of(reader).IsDBNull(column) ? null : reader.Time(column);

    private static DbDataReader Of(DbDataReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader;
    }
}
