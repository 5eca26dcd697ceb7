namespace AiInfra.Core.Artifacts;

/// <summary>Asks several who refer to artifacts.</summary>
public static class ArtifactRootsExtensions
{
    /// <summary>All artifacts that any of them refers to.</summary>
    /// <exception cref="ArtifactRootsException">One of them threw.</exception>
    public static async Task<IReadOnlySet<ArtifactDigest>> ReadAllAsync(this IEnumerable<IArtifactRoots> roots, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(roots);
        var all = new HashSet<ArtifactDigest>();
        foreach (IArtifactRoots one in roots)
        {
            try
            {
                await foreach (ArtifactDigest digest in one.ReferencedArtifactsAsync(cancellationToken).ConfigureAwait(false))
                {
                    all.Add(digest);
                }
            }
            catch (Exception e) when (e is not (ArtifactRootsException or OperationCanceledException))
            {
                throw new ArtifactRootsException($"{one.GetType().FullName} could not say which artifacts it refers to: {e.Message} Nothing was collected, for it might have named what would go.", e);
            }
        }

        return all;
    }
}
