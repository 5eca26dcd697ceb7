using System.Data.Common;

namespace AiInfra.Core.Storage;

/// <summary>Shorter ways to say what a module's store often says.</summary>
public static class StoreSessionExtensions
{
    /// <summary>The first row of a query, or the default of its type when there is none.</summary>
    public static T? First<T>(this IStoreSession session, string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> arguments)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Query(sql, read, arguments) is [var first, ..] ? first : default;
    }
}
