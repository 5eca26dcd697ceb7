using System.Data.Common;

namespace AiInfra.Core.Storage;

/// <summary>SQL within one transaction of a store. Valid only within the work it was given to, on its thread.</summary>
/// <remarks>
/// Arguments are <c>$1</c>, <c>$2</c>… in the text: null, bool, int, long, double (but not NaN), string or byte[]; anything else is refused. Keep times as UTC ticks
/// (<see cref="DateTimeOffset.UtcTicks"/>) in a column of 64 bits, and read them with <see cref="DbDataReaderExtensions.Time"/>.
/// </remarks>
public interface IStoreSession
{
    /// <summary>Executes one statement; returns how many rows it changed.</summary>
    /// <exception cref="ArgumentException">An argument is of a kind that stores don't keep alike, or the statement begins or ends a transaction.</exception>
    /// <exception cref="InvalidOperationException">The work only reads.</exception>
    int Execute(string sql, params ReadOnlySpan<object?> arguments);

    /// <summary>The rows of a query.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="read">Reads one row; called once for each.</param>
    /// <param name="arguments">Values of <c>$1</c>, <c>$2</c>….</param>
    /// <exception cref="ArgumentException">An argument is of a kind that stores don't keep alike.</exception>
    IReadOnlyList<T> Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> arguments);
}
