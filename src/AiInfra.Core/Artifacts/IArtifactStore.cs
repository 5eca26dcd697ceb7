namespace AiInfra.Core.Artifacts;

/// <summary>Keeps bytes under the SHA-256 of their content. What was put is there whole or not at all, also after a crash.</summary>
public interface IArtifactStore
{
    /// <summary>Stores a stream to its end. Two writers of the same content are both right. When the task completes the bytes are on disk.</summary>
    Task<ArtifactDigest> PutAsync(Stream content, CancellationToken cancellationToken = default);

    /// <summary>Opens an artifact. Reading to the end verifies the content; a stream that does not match throws <see cref="ArtifactDamagedException"/> at its end.</summary>
    /// <exception cref="ArtifactNotFoundException">There is no such artifact.</exception>
    Task<Stream> OpenAsync(ArtifactDigest digest, CancellationToken cancellationToken = default);

    /// <summary>The path of a local, read-only, verified file with the artifact's bytes, for libraries that read files themselves.</summary>
    /// <exception cref="ArtifactNotFoundException">There is no such artifact.</exception>
    /// <exception cref="ArtifactDamagedException">The bytes are not those that were stored.</exception>
    Task<string> GetFileAsync(ArtifactDigest digest, CancellationToken cancellationToken = default);

    /// <summary>Whether the artifact is there.</summary>
    Task<bool> ContainsAsync(ArtifactDigest digest, CancellationToken cancellationToken = default);

    /// <summary>All artifacts, in no order.</summary>
    IAsyncEnumerable<ArtifactInfo> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes an artifact; false when it was not there. Meant for garbage collection.</summary>
    Task<bool> DeleteAsync(ArtifactDigest digest, CancellationToken cancellationToken = default);

    /// <summary>Stores many streams; each is read to its end and disposed before the next is taken. The digests come in the order of the streams.</summary>
    /// <remarks>Every artifact is whole or not there; when one fails, those before it may be there. Stores that can flush together override this.</remarks>
    async Task<IReadOnlyList<ArtifactDigest>> PutManyAsync(IEnumerable<Stream> contents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contents);
        var digests = new List<ArtifactDigest>();
        foreach (Stream content in contents)
        {
            await using (content.ConfigureAwait(false))
            {
                digests.Add(await PutAsync(content, cancellationToken).ConfigureAwait(false));
            }
        }

        return digests;
    }

    /// <summary>Removes an artifact unless it was put at or after a time; false when it stays or was not there. What garbage collection calls.</summary>
    /// <remarks>This default looks and then deletes. A store with several writers overrides it, so that no put comes in between.</remarks>
    async Task<bool> DeleteIfOlderAsync(ArtifactDigest digest, DateTimeOffset storedBefore, CancellationToken cancellationToken = default)
    {
        await foreach (ArtifactInfo info in ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (info.Digest == digest)
            {
                return info.StoredAt < storedBefore && await DeleteAsync(digest, cancellationToken).ConfigureAwait(false);
            }
        }

        return false;
    }

    /// <summary>Removes what writers left that died while they wrote; returns how many there were. Nobody ever sees such leftovers, they only take space. Garbage collection calls it.</summary>
    Task<int> RemoveLeftoversAsync(CancellationToken cancellationToken = default) => Task.FromResult(0);
}
