namespace AiInfra.Sqlite.Storage;

/// <summary>Shows other processes that the one who opened a store lives: a file beside the store, locked from its first use until the store is closed. The system lets go of the lock however the process dies.</summary>
internal sealed class OwnerLock(string storePath) : IDisposable
{
    private readonly Lock _gate = new();
    private FileStream? _held;
    private bool _disposed;

    /// <summary>Names this opening of the store, in no other process and at no other time given again.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    private string Folder => storePath + "-owners";

    /// <summary>Makes the sign, where it is not there yet, and names it.</summary>
    /// <exception cref="SqliteStoreException">The file can't be made.</exception>
    public string Acquire()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                _held ??= Open(Id, FileMode.OpenOrCreate);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SqliteStoreException($"The file {Path.Combine(Folder, Id)}, which shows that this process lives, can't be made: {e.Message} Give this process the right to write there, and free space.", Folder, e);
            }

            return Id;
        }
    }

    /// <summary>Whether the process behind a sign is gone. Its file is removed then.</summary>
    public bool IsGone(string? id)
    {
        if (id == Id)
        {
            return false;
        }

        // Written by a version that left no sign, or by nobody who opened this store: it must not become a path.
        if (!Guid.TryParseExact(id, "N", out _))
        {
            return true;
        }

        try
        {
            Open(id, FileMode.Open).Dispose();
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // held, or not for this process to know
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _held?.Dispose();
        }
    }

    private FileStream Open(string id, FileMode mode)
    {
        if (mode != FileMode.Open)
        {
            Directory.CreateDirectory(Folder);
        }

        return new FileStream(Path.Combine(Folder, id), mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
    }
}
