namespace AiInfra.Core.Artifacts;

/// <summary>An artifact was asked for that the store does not hold.</summary>
public sealed class ArtifactNotFoundException(ArtifactDigest digest, string store, Exception? inner = null)
    : StoreException($"Artifact {digest} is not in the store {store}. It was removed, or the store is another than the one it was put into.", inner)
{
    /// <summary>The artifact asked for.</summary>
    public ArtifactDigest Digest { get; } = digest;
}
