namespace AiInfra.Core.Artifacts;

/// <summary>Removes artifacts that nothing refers to any more. Safe beside writers: what a put renews meanwhile stays.</summary>
/// <param name="store">The store to clean.</param>
/// <param name="roots">Everybody who refers to artifacts: the catalog, which asks its modules, and whoever else keeps digests.</param>
/// <param name="time">Clock for the grace period; the one the store uses.</param>
/// <exception cref="ArgumentException">Nobody is named who refers to artifacts: all would go.</exception>
/// <remarks>Whoever wants to refer to an artifact again that nothing has referred to for longer than the grace period puts it again.</remarks>
public sealed class ArtifactCollector(IArtifactStore store, IEnumerable<IArtifactRoots> roots, TimeProvider? time = null)
{
    private readonly IArtifactStore _store = store ?? throw new ArgumentNullException(nameof(store));
    private readonly IArtifactRoots[] _roots = roots is null ? throw new ArgumentNullException(nameof(roots)) : roots.ToArray() is { Length: > 0 } some ? some
        : throw new ArgumentException("Nobody is named who refers to artifacts, so that every one would go. Name the catalog at least: new ArtifactCollector(store, [catalog]).", nameof(roots));
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Lists, marks, and deletes what is neither marked nor young.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The grace period is negative.</exception>
    /// <exception cref="ArtifactRootsException">One of those who refer to artifacts could not say to which; nothing was deleted.</exception>
    public async Task<ArtifactCollection> CollectAsync(ArtifactCollectorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ArtifactCollectorOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Grace, TimeSpan.Zero, nameof(options));
        DateTimeOffset before = _time.GetUtcNow() - options.Grace;
        var held = new List<ArtifactInfo>();
        await foreach (ArtifactInfo info in _store.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            held.Add(info);
        }

        // Marked after listing: what becomes referenced in between is kept.
        HashSet<ArtifactDigest> marked = [.. await _roots.ReadAllAsync(cancellationToken).ConfigureAwait(false)];
        var removed = new List<ArtifactInfo>();
        long referenced = 0, spared = 0;
        foreach (ArtifactInfo info in held)
        {
            if (marked.Remove(info.Digest))
            {
                referenced++;
            }
            else if (info.StoredAt < before && (options.DryRun || await _store.DeleteIfOlderAsync(info.Digest, before, cancellationToken).ConfigureAwait(false)))
            {
                removed.Add(info);
            }
            else
            {
                spared++;
            }
        }

        return new ArtifactCollection
        {
            DryRun = options.DryRun,
            Removed = removed,
            Referenced = referenced,
            Spared = spared,
            KeptBytes = held.Sum(h => h.Bytes) - removed.Sum(r => r.Bytes),
            DeadWriters = options.DryRun ? 0 : await _store.RemoveLeftoversAsync(cancellationToken).ConfigureAwait(false),
            Missing = await AbsentAsync(marked, cancellationToken).ConfigureAwait(false),
        };
    }

    // What was put after the listing is not missing.
    private async Task<IReadOnlyList<ArtifactDigest>> AbsentAsync(HashSet<ArtifactDigest> unseen, CancellationToken cancellationToken)
    {
        var absent = new List<ArtifactDigest>();
        foreach (ArtifactDigest digest in unseen)
        {
            if (!await _store.ContainsAsync(digest, cancellationToken).ConfigureAwait(false))
            {
                absent.Add(digest);
            }
        }

        return absent;
    }
}
