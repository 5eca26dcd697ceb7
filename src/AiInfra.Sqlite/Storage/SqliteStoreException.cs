using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Storage;

/// <summary>The SQLite file can't be opened, read or written. The message says which file, why, and what to do.</summary>
public sealed class SqliteStoreException : StoreException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What was expected, what came, and what to do.</param>
    /// <param name="path">The file or folder.</param>
    /// <param name="inner">What SQLite or the system said.</param>
    public SqliteStoreException(string message, string path, Exception? inner = null)
        : base(message, inner) => Path = path;

    /// <summary>The file or folder it happened at.</summary>
    public string Path { get; }

    internal static SqliteStoreException From(SqliteException e, string path) => new(
        e.SqliteErrorCode switch
        {
            5 or 6 => $"The store {path} is busy: another process has kept it locked for longer than the busy timeout. End that process, or raise the timeout.",
            8 => $"The store {path} can't be written: the file or its folder is read-only for this process. Change its permissions, open a store elsewhere, or open it with SqliteStoreOptions.ReadOnly to serve from it as it is.",
            10 => $"The disk failed while the store {path} was used: {e.Message} Nothing of the last change was kept. Check the disk and its free space.",
            11 => $"The store {path} is damaged: {e.Message} Restore it from a copy, or salvage it with the sqlite3 tool's .recover command.",
            13 => $"There is no space left for the store {path}. Nothing of the last change was kept. Free space on this disk.",
            14 => $"The store {path} can't be opened. Check that its folder exists and that this process may read and write there; from a read-only volume a host can serve with SqliteStoreOptions.ReadOnly (StoreIn(path, o => o.ReadOnly = true)).",
            26 => $"{path} is not an AiInfra store: it is no SQLite file. Choose another path, or remove the file.",
            _ => $"SQLite refused a statement of the store {path} (code {e.SqliteExtendedErrorCode}): {e.Message}",
        },
        path,
        e);
}
