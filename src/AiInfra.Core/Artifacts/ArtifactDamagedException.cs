namespace AiInfra.Core.Artifacts;

/// <summary>The bytes of an artifact are not those that were stored.</summary>
public sealed class ArtifactDamagedException(ArtifactDigest expected, ArtifactDigest found, string place, Exception? inner = null)
    : StoreException($"Artifact {expected} is damaged: the bytes at {place} have the digest {found}. Restore the file from a copy, or remove it and produce the artifact again.", inner)
{
    /// <summary>The digest under which it was stored.</summary>
    public ArtifactDigest Expected { get; } = expected;

    /// <summary>The digest of what is there now.</summary>
    public ArtifactDigest Found { get; } = found;
}
