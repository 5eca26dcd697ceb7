using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AiInfra.Core.Artifacts;

/// <summary>Remembers which files were verified, as long as their size and time stay the same.</summary>
internal sealed class IntactFiles
{
    private readonly ConcurrentDictionary<ArtifactDigest, (long Bytes, long Time)> _seen = new();

    /// <summary>The digest of the file as it is: the one expected when it is intact. Null when there is no file.</summary>
    public async ValueTask<ArtifactDigest?> CheckAsync(ArtifactDigest digest, string path, CancellationToken cancellationToken)
    {
        var info = new FileInfo(path);
        if (!info.Exists)
        {
            return null;
        }

        (long Length, long Ticks) stamp = (info.Length, info.LastWriteTimeUtc.Ticks);
        if (_seen.TryGetValue(digest, out (long, long) known) && known == stamp)
        {
            return digest;
        }

        var options = new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, BufferSize = 0, Options = FileOptions.Asynchronous | FileOptions.SequentialScan };
        FileStream file;
        try
        {
            file = new FileStream(path, options);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // collected since it was looked at
        }

        ArtifactDigest found;
        await using (file.ConfigureAwait(false))
        {
            found = ArtifactDigest.FromHash(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
        }

        if (found == digest)
        {
            _seen[digest] = stamp;
        }

        return found;
    }

    public void Forget(ArtifactDigest digest) => _seen.TryRemove(digest, out _);
}
