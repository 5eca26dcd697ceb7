namespace AiInfra.Core.Artifacts;

/// <summary>Where things lie in a file store: <c>sha256/ab/abcd…</c>, <c>incoming/</c> for what is being written, and <c>lock</c>.</summary>
internal sealed class ArtifactLayout(string root)
{
    public string Root { get; } = root;

    public string Blobs { get; } = Path.Combine(root, "sha256");

    public string Incoming { get; } = Path.Combine(root, "incoming");

    public string Lock { get; } = Path.Combine(root, "lock");

    public string Shard(ArtifactDigest digest) => Path.Combine(Blobs, digest.Hex[..2]);

    public string File(ArtifactDigest digest) => Path.Combine(Blobs, digest.Hex[..2], digest.Hex);
}
