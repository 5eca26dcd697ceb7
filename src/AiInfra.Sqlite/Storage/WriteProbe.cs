namespace AiInfra.Sqlite.Storage;

/// <summary>Whether files can be made beside the store, found out by making one. Asked at most every five seconds.</summary>
internal sealed class WriteProbe(string path, TimeProvider time)
{
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly string _probe = $"{path}-probe-{Guid.NewGuid():N}";
    private long? _askedAt;
    private string? _fault;

    /// <summary>What is wrong, or null.</summary>
    public string? Fault()
    {
        lock (_gate)
        {
            if (_askedAt is null || time.GetElapsedTime(_askedAt.Value) >= Often)
            {
                _askedAt = time.GetTimestamp();
                _fault = Try();
            }

            return _fault;
        }
    }

    private string? Try()
    {
        try
        {
            using var file = new FileStream(_probe, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            file.Write(new byte[4096]);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"Nothing can be written beside the store {path}: {e.Message}";
        }
    }
}
