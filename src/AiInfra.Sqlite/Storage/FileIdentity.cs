using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Storage;

/// <summary>Whether an open store's file is still the one at its path. Deleted or replaced, it takes changes that nobody will ever see.</summary>
/// <remarks>SQLite is asked: it compares the inodes, and opening the file here to do so would drop the locks that this process holds on it. By a connection of its own, for a connection that waits for a lock answers nobody.</remarks>
internal sealed class FileIdentity(SqliteConnection connection, string path) : IDisposable
{
    private const int HasMoved = 20; // SQLITE_FCNTL_HAS_MOVED
    private readonly bool _hasLog = File.Exists(path + "-wal");
    private bool _asks = true;

    /// <summary>What is wrong, or null.</summary>
    public string? Fault()
    {
        if (!File.Exists(path))
        {
            return $"The store {path} was deleted while it was open.";
        }

        if (Moved())
        {
            return $"The store {path} was replaced by another file while it was open.";
        }

        return _hasLog && !File.Exists(path + "-wal") ? $"The write-ahead log {path}-wal was deleted while the store was open." : null;
    }

    public void Dispose() => connection.Dispose();

    private bool Moved()
    {
        if (!_asks)
        {
            return false;
        }

        try
        {
            int moved = 0;
            return FileControl(connection.Handle!.DangerousGetHandle(), 0, HasMoved, ref moved) == 0 && moved != 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            _asks = false; // another SQLite than the bundled one: a deleted file is seen all the same
            return false;
        }
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_file_control")]
    private static extern int FileControl(nint database, nint name, int operation, ref int argument);
}
