using System.Runtime.InteropServices;

namespace AiInfra.Core.Artifacts;

/// <summary>Shorter ways to put and read artifacts.</summary>
public static class ArtifactStoreExtensions
{
    /// <summary>Stores bytes.</summary>
    public static async Task<ArtifactDigest> PutBytesAsync(this IArtifactStore store, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        using MemoryStream stream = AsStream(content);
        return await store.PutAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores a file's content.</summary>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static async Task<ArtifactDigest> PutFileAsync(this IArtifactStore store, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        FileStream file = OpenFile(path);
        await using (file.ConfigureAwait(false))
        {
            return await store.PutAsync(file, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stores many small contents together. See <see cref="IArtifactStore.PutManyAsync"/>.</summary>
    public static Task<IReadOnlyList<ArtifactDigest>> PutManyBytesAsync(this IArtifactStore store, IEnumerable<ReadOnlyMemory<byte>> contents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(contents);
        return store.PutManyAsync(contents.Select(AsStream), cancellationToken);
    }

    /// <summary>Stores many files together. See <see cref="IArtifactStore.PutManyAsync"/>.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static Task<IReadOnlyList<ArtifactDigest>> PutFilesAsync(this IArtifactStore store, IEnumerable<string> paths, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(paths);
        return store.PutManyAsync(paths.Select(OpenFile), cancellationToken);
    }

    /// <summary>Reads an artifact into memory, verified.</summary>
    /// <exception cref="ArtifactNotFoundException">There is no such artifact.</exception>
    /// <exception cref="ArtifactDamagedException">The bytes are not those that were stored.</exception>
    public static async Task<byte[]> ReadBytesAsync(this IArtifactStore store, ArtifactDigest digest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        Stream stream = await store.OpenAsync(digest, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
            return content.ToArray();
        }
    }

    private static FileStream OpenFile(string path) =>
        new(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 0, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });

    private static MemoryStream AsStream(ReadOnlyMemory<byte> content) => MemoryMarshal.TryGetArray(content, out ArraySegment<byte> array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(content.ToArray(), writable: false);
}
