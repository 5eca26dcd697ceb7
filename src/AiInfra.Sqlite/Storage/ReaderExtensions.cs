using AiInfra.Core.Artifacts;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Storage;

/// <summary>Reads columns the way this store writes them.</summary>
internal static class ReaderExtensions
{
    public static string? TextOrNull(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static int? IntOrNull(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    public static long? LongOrNull(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public static DateTimeOffset Time(this SqliteDataReader reader, int column) => new(reader.GetInt64(column), TimeSpan.Zero);

    public static DateTimeOffset? TimeOrNull(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Time(column);

    public static ArtifactDigest Digest(this SqliteDataReader reader, int column) => ArtifactDigest.Parse(reader.GetString(column));

    /// <summary>A metric's value: SQLite has no NaN, so that one is the text 'NaN'.</summary>
    public static double Metric(this SqliteDataReader reader, int column) => reader.GetValue(column) is double number ? number : double.NaN;

    /// <summary>The pairs of a two-column query.</summary>
    public static Dictionary<string, T> Pairs<T>(this SqliteSession session, string sql, Func<SqliteDataReader, T> value, params ReadOnlySpan<object?> arguments) =>
        session.All(sql, r => KeyValuePair.Create(r.GetString(0), value(r)), arguments).ToDictionary(StringComparer.Ordinal);
}
