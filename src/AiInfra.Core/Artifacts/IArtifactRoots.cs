namespace AiInfra.Core.Artifacts;

/// <summary>Whoever keeps digests of artifacts: the garbage collection asks all of them, and what none names may go. A catalog is one for its own tables and those of its modules; for digests that are kept elsewhere, register another as a service.</summary>
public interface IArtifactRoots
{
    /// <summary>The artifacts it refers to now; one may come more than once. When it throws, nothing is collected.</summary>
    IAsyncEnumerable<ArtifactDigest> ReferencedArtifactsAsync(CancellationToken cancellationToken = default);
}
