using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Stores;

/// <summary>The old end of a table whose rows are numbered as they come.</summary>
internal static class Tail
{
    private const int Sample = 1000;

    /// <summary>The newest number that goes by the limits of rows and bytes; zero when none does. By numbers, so that no row is counted: a table with holes keeps fewer.</summary>
    public static long Last(SqliteSession s, string table, string number, string bytes, Pruning p)
    {
        if (p.Rows is null && p.Bytes is null)
        {
            return 0;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(p.Rows ?? 0, nameof(p));
        ArgumentOutOfRangeException.ThrowIfNegative(p.Bytes ?? 0, nameof(p));
        long keep = p.Rows ?? long.MaxValue;
        if (p.Bytes is { } most && RowBytes(s, table, number, bytes) is > 0 and var each)
        {
            keep = (long)Math.Min(keep, most / each);
        }

        return Math.Max(0, (s.Number($"SELECT max({number}) FROM {table}") ?? 0) - keep);
    }

    /// <summary>About what a row takes, from the newest ones.</summary>
    public static double RowBytes(SqliteSession s, string table, string number, string bytes) =>
        s.First($"SELECT avg({bytes}) FROM (SELECT * FROM {table} ORDER BY {number} DESC LIMIT {Sample})", r => r.IsDBNull(0) ? 0 : r.GetDouble(0));
}
