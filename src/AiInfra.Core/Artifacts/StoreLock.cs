using System.Diagnostics;

namespace AiInfra.Core.Artifacts;

/// <summary>Keeps publishing (shared) and deleting (exclusive) apart, between threads and processes. The system releases it when a process dies.</summary>
internal static class StoreLock
{
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async ValueTask<FileStream> EnterAsync(string path, bool exclusive, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        for (int attempt = 0; ; attempt++)
        {
            if (TryEnter(path, FileMode.OpenOrCreate, exclusive, FileOptions.None) is { } held)
            {
                return held;
            }

            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new ArtifactStoreException($"Another process has held {path} for {Patience.TotalSeconds:0} s. End it, or wait for its garbage collection to end.", path);
            }

            // Real time on purpose: other processes don't follow an injected clock.
            await Task.Delay(1 + (attempt % 7), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The lock, or null when somebody else has it.</summary>
    public static FileStream? TryEnter(string path, FileMode mode, bool exclusive, FileOptions options)
    {
        try
        {
            return new FileStream(path, mode, exclusive ? FileAccess.ReadWrite : FileAccess.Read, exclusive ? FileShare.None : FileShare.Read, 0, options);
        }
        catch (IOException e) when (e.HResult is LinuxWouldBlock or MacWouldBlock or WindowsSharingViolation)
        {
            return null;
        }
    }
}
