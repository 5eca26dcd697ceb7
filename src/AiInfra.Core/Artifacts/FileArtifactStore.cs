using System.Runtime.CompilerServices;

namespace AiInfra.Core.Artifacts;

/// <summary>Artifacts as files of one folder, shared by any number of threads and processes.</summary>
/// <remarks>
/// A put writes aside, flushes the file, renames it to its digest and flushes the folder: it is there whole or not at all, also after a power cut.
/// Opening a store touches nothing; the folder is made by the first put. Dispose it to remove its writing folder; a process that dies leaves that to the next writer.
/// </remarks>
public sealed class FileArtifactStore : IArtifactStore, IDisposable
{
    private readonly ArtifactLayout _layout;
    private readonly ArtifactPublisher _publisher;
    private readonly IntactFiles _intact = new();
    private readonly Lock _opening = new();
    private WriterFolder? _writer;
    private bool _disposed;

    /// <summary>Opens a store.</summary>
    /// <param name="root">Its folder.</param>
    /// <param name="time">Clock for <see cref="ArtifactInfo.StoredAt"/>.</param>
    /// <param name="survivesPowerCut">Whether a put is on disk when its task completes. Off, a power cut may take back or empty the last artifacts; a killed process loses nothing either way.</param>
    public FileArtifactStore(string root, TimeProvider? time = null, bool survivesPowerCut = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        _layout = new ArtifactLayout(Path.GetFullPath(root));
        _publisher = new ArtifactPublisher(_layout, _intact, time ?? TimeProvider.System, survivesPowerCut);
    }

    /// <summary>The folder.</summary>
    public string Root => _layout.Root;

    /// <inheritdoc />
    /// <exception cref="ArtifactStoreException">No space, no permission, or a failing disk. Nothing is left of the attempt.</exception>
    public async Task<ArtifactDigest> PutAsync(Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        StagedFile staged = await StagedFile.WriteAsync(Root, Writer().NextPath(), content, cancellationToken).ConfigureAwait(false);
        await Task.Run(() => _publisher.PublishAsync([staged], cancellationToken), CancellationToken.None).ConfigureAwait(false);
        return staged.Digest;
    }

    /// <inheritdoc />
    /// <remarks>Files are flushed in groups, several at a time, while the next group is written: many small artifacts cost a fraction of single puts.</remarks>
    /// <exception cref="ArtifactStoreException">No space, no permission, or a failing disk.</exception>
    public async Task<IReadOnlyList<ArtifactDigest>> PutManyAsync(IEnumerable<Stream> contents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        WriterFolder writer = Writer();
        var digests = new List<ArtifactDigest>();
        var group = new StagedGroup();
        Task publishing = Task.CompletedTask;
        try
        {
            foreach (Stream content in contents)
            {
                await using (content.ConfigureAwait(false))
                {
                    group.Add(await StagedFile.WriteAsync(Root, writer.NextPath(), content, cancellationToken).ConfigureAwait(false));
                }

                digests.Add(group.Last.Digest);
                if (group.IsFull)
                {
                    await publishing.ConfigureAwait(false);
                    publishing = Publish(group);
                    group = new StagedGroup();
                }
            }

            await publishing.ConfigureAwait(false);
            publishing = Publish(group);
            group = new StagedGroup();
            return digests;
        }
        finally
        {
            group.Discard();
            await publishing.ConfigureAwait(false);
        }

        Task Publish(StagedGroup full) => Task.Run(() => _publisher.PublishAsync(full.Files, cancellationToken), CancellationToken.None);
    }

    /// <inheritdoc />
    public Task<Stream> OpenAsync(ArtifactDigest digest, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var options = new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, BufferSize = 0, Options = FileOptions.Asynchronous | FileOptions.SequentialScan };
        try
        {
            return Task.FromResult<Stream>(new VerifyingStream(new FileStream(_layout.File(digest), options), digest));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArtifactNotFoundException(digest, Root);
        }
    }

    /// <inheritdoc />
    /// <remarks>The file is verified once in a process, and again when its size or time changed.</remarks>
    public async Task<string> GetFileAsync(ArtifactDigest digest, CancellationToken cancellationToken = default)
    {
        string path = _layout.File(digest);
        ArtifactDigest found = await _intact.CheckAsync(digest, path, cancellationToken).ConfigureAwait(false) ?? throw new ArtifactNotFoundException(digest, Root);
        return found == digest ? path : throw new ArtifactDamagedException(digest, found, path);
    }

    /// <inheritdoc />
    public Task<bool> ContainsAsync(ArtifactDigest digest, CancellationToken cancellationToken = default) => Task.FromResult(File.Exists(_layout.File(digest)));

    /// <inheritdoc />
    public async IAsyncEnumerable<ArtifactInfo> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string[] shards = Directory.Exists(_layout.Blobs) ? Directory.GetDirectories(_layout.Blobs) : [];
        foreach (string shard in shards)
        {
            List<ArtifactInfo> infos = await Task.Run(() => ReadShard(shard), cancellationToken).ConfigureAwait(false);
            foreach (ArtifactInfo info in infos)
            {
                yield return info;
            }
        }
    }

    /// <inheritdoc />
    public Task<bool> DeleteAsync(ArtifactDigest digest, CancellationToken cancellationToken = default) =>
        DeleteIfOlderAsync(digest, DateTimeOffset.MaxValue, cancellationToken);

    /// <inheritdoc />
    public async Task<bool> DeleteIfOlderAsync(ArtifactDigest digest, DateTimeOffset storedBefore, CancellationToken cancellationToken = default)
    {
        bool deleted = await _publisher.DeleteAsync(digest, storedBefore, cancellationToken).ConfigureAwait(false);
        if (deleted)
        {
            _intact.Forget(digest);
        }

        return deleted;
    }

    /// <inheritdoc />
    public Task<int> RemoveLeftoversAsync(CancellationToken cancellationToken = default) => Task.Run(
        () =>
        {
            try
            {
                return WriterFolder.Sweep(_layout.Incoming);
            }
            catch (Exception e) when (ArtifactStoreException.IsStorageFault(e))
            {
                throw ArtifactStoreException.From(e, Root, _layout.Incoming);
            }
        },
        cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_opening)
        {
            _disposed = true;
            _writer?.Dispose();
            _writer = null;
        }
    }

    private static List<ArtifactInfo> ReadShard(string shard)
    {
        var infos = new List<ArtifactInfo>();
        foreach (FileInfo file in new DirectoryInfo(shard).EnumerateFiles())
        {
            // A file that a collector removed since does not exist any more.
            if (ArtifactDigest.TryParse(file.Name, out ArtifactDigest digest) && file.Exists)
            {
                infos.Add(new ArtifactInfo(digest, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero)));
            }
        }

        return infos;
    }

    private WriterFolder Writer()
    {
        lock (_opening)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                return _writer ??= WriterFolder.Open(_layout);
            }
            catch (Exception e) when (ArtifactStoreException.IsStorageFault(e))
            {
                throw ArtifactStoreException.From(e, Root, _layout.Incoming);
            }
        }
    }
}
