namespace AiInfra.Core.Artifacts;

/// <summary>The artifact store can't do its work: no space, no permission, a failing disk. The message says where and what to do; nothing half-written is left.</summary>
public sealed class ArtifactStoreException : StoreException
{
    private const int NoSpace = 28;
    private const int QuotaReached = 122;
    private const int ReadOnlyDisk = 30;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Creates the error.</summary>
    /// <param name="message">What was expected, what came, where, and what to do.</param>
    /// <param name="path">The file or folder it happened at.</param>
    /// <param name="inner">What the system said.</param>
    public ArtifactStoreException(string message, string path, Exception? inner = null)
        : base(message, inner) => Path = path;

    /// <summary>The file or folder it happened at.</summary>
    public string Path { get; }

    internal static bool IsStorageFault(Exception e) => e is IOException or UnauthorizedAccessException;

    internal static ArtifactStoreException From(Exception e, string root, string path) => e.HResult switch
    {
        NoSpace or QuotaReached or WindowsDiskFull => new(
            $"There is no space left in the artifact store {root}: writing {path} failed. Nothing half-written was left. Free space on this disk, run the artifact collector, or move the store.", path, e),
        ReadOnlyDisk => new($"The artifact store {root} lies on a read-only disk: {path} can't be written. Make it writable, or open a store elsewhere.", path, e),
        _ when e is UnauthorizedAccessException => new(
            $"The artifact store {root} can't be written: {path}: {e.Message} Give this process the right to write there, or open a store elsewhere.", path, e),
        _ => new($"The artifact store {root} failed at {path}: {e.Message} Check the disk and the path.", path, e),
    };
}
