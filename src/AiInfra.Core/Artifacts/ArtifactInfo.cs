namespace AiInfra.Core.Artifacts;

/// <summary>An artifact that a store holds.</summary>
/// <param name="Digest">Its name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="StoredAt">When it was last put, UTC. Putting the same content again renews it, so that garbage collection spares it.</param>
public sealed record ArtifactInfo(ArtifactDigest Digest, long Bytes, DateTimeOffset StoredAt);
