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
}
