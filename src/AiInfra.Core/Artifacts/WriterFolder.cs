namespace AiInfra.Core.Artifacts;

/// <summary>The folder where one open store writes before it publishes. A lock file says that its owner lives; folders whose owner died are removed by the next writer.</summary>
internal sealed class WriterFolder : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _folder;
    private long _files;

    private WriterFolder(FileStream held, string folder)
    {
        _lock = held;
        _folder = folder;
    }

    public static WriterFolder Open(ArtifactLayout layout)
    {
        Directory.CreateDirectory(layout.Blobs);
        Directory.CreateDirectory(layout.Incoming);
        DirectoryFlush.Flush(layout.Root);
        if (Path.GetDirectoryName(layout.Root) is { Length: > 0 } parent)
        {
            DirectoryFlush.Flush(parent);
        }

        Sweep(layout.Incoming);
        while (true)
        {
            string folder = Path.Combine(layout.Incoming, Guid.NewGuid().ToString("N"));
            FileStream? held = StoreLock.TryEnter(folder + ".lock", FileMode.CreateNew, exclusive: true, FileOptions.DeleteOnClose);
            if (held is not null && File.Exists(folder + ".lock"))
            {
                Directory.CreateDirectory(folder);
                return new WriterFolder(held, folder);
            }

            // A sweeper took the file between its creation and its lock: take another name.
            held?.Dispose();
        }
    }

    /// <summary>Removes what dead writers left; returns how many there were.</summary>
    public static int Sweep(string incoming)
    {
        int dead = 0;
        foreach (string path in Directory.Exists(incoming) ? Directory.GetFiles(incoming, "*.lock") : [])
        {
            dead += TrySweep(path) ? 1 : 0;
        }

        return dead;
    }

    public string NextPath() => Path.Combine(_folder, Interlocked.Increment(ref _files).ToString("x", System.Globalization.CultureInfo.InvariantCulture));

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        _lock.Dispose();
    }

    private static bool TrySweep(string lockPath)
    {
        try
        {
            using FileStream? held = StoreLock.TryEnter(lockPath, FileMode.Open, exclusive: true, FileOptions.DeleteOnClose);
            string folder = lockPath[..^".lock".Length];
            if (held is not null && Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            return held is not null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false; // another sweeper was faster, or it is another user's
        }
    }
}
