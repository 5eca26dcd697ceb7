using System.Data.Common;
using AiInfra.Core.Artifacts;

namespace AiInfra.Sqlite.Storage;

/// <summary>Reads columns the way only this store writes them.</summary>
internal static class ReaderExtensions
{
    public static ArtifactDigest Digest(this DbDataReader reader, int column) => ArtifactDigest.Parse(reader.GetString(column));

    /// <summary>A metric's value: SQLite has no NaN, so that one is the text 'NaN'.</summary>
    public static double Metric(this DbDataReader reader, int column) => reader.GetValue(column) is double number ? number : double.NaN;

    /// <summary>The pairs of a two-column query.</summary>
    public static Dictionary<string, T> Pairs<T>(this SqliteSession session, string sql, Func<DbDataReader, T> value, params ReadOnlySpan<object?> arguments) =>
        session.All(sql, r => KeyValuePair.Create(r.GetString(0), value(r)), arguments).ToDictionary(StringComparer.Ordinal);
}
