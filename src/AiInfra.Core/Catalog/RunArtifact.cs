using AiInfra.Core.Artifacts;

namespace AiInfra.Core.Catalog;

/// <summary>A file that a run left.</summary>
/// <param name="Path">Its path within the run: names with slashes between them.</param>
/// <param name="Digest">Its bytes in the artifact store.</param>
/// <param name="Bytes">How many bytes.</param>
/// <param name="At">When it was logged, UTC.</param>
public sealed record RunArtifact(string Path, ArtifactDigest Digest, long Bytes, DateTimeOffset At);
