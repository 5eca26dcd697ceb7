using System.Collections.Concurrent;

namespace AiInfra.Core.Artifacts;

/// <summary>Makes written files visible under their digests, durably, and takes artifacts away.</summary>
internal sealed class ArtifactPublisher(ArtifactLayout layout, IntactFiles intact, TimeProvider time, bool durable)
{
    private const int FlushesAtATime = 8;

    // Shards whose own entry this process has flushed: one that is there may be another writer's, made but not yet on disk.
    private readonly ConcurrentDictionary<string, bool> _onDisk = new(StringComparer.Ordinal);

    /// <summary>Publishes a group, or nothing of what was not yet renamed: what fails is discarded.</summary>
    public async Task PublishAsync(IReadOnlyList<StagedFile> group, CancellationToken cancellationToken)
    {
        int published = 0;
        string at = layout.Blobs;
        try
        {
            DateTimeOffset now = time.GetUtcNow();
            foreach (StagedFile staged in group)
            {
                staged.Known = await IsIntactAsync(staged, at = layout.File(staged.Digest), cancellationToken).ConfigureAwait(false);
                staged.Stamp(now);
            }

            if (durable)
            {
                Flush(group);
            }

            HashSet<string> shards = MakeShards(group);
            using (await StoreLock.EnterAsync(layout.Lock, exclusive: false, cancellationToken).ConfigureAwait(false))
            {
                for (; published < group.Count; published++)
                {
                    Place(group[published], at = layout.File(group[published].Digest), now);
                }
            }

            foreach (string shard in durable ? shards : [])
            {
                DirectoryFlush.Flush(at = shard);
            }
        }
        catch (Exception e) when (ArtifactStoreException.IsStorageFault(e))
        {
            throw ArtifactStoreException.From(e, layout.Root, at);
        }
        finally
        {
            for (; published < group.Count; published++)
            {
                group[published].Discard();
            }
        }
    }

    /// <summary>Deletes an artifact that was not put since; no put can renew it in between.</summary>
    public async Task<bool> DeleteAsync(ArtifactDigest digest, DateTimeOffset storedBefore, CancellationToken cancellationToken)
    {
        var file = new FileInfo(layout.File(digest));
        if (!file.Exists)
        {
            return false;
        }

        try
        {
            using (await StoreLock.EnterAsync(layout.Lock, exclusive: true, cancellationToken).ConfigureAwait(false))
            {
                file.Refresh();
                if (!file.Exists || file.LastWriteTimeUtc >= storedBefore.UtcDateTime)
                {
                    return false;
                }

                file.Delete();
                return true;
            }
        }
        catch (Exception e) when (ArtifactStoreException.IsStorageFault(e))
        {
            throw ArtifactStoreException.From(e, layout.Root, file.FullName);
        }
    }

    private static void Flush(IReadOnlyList<StagedFile> group)
    {
        if (group is [StagedFile one])
        {
            if (!one.Known)
            {
                one.FlushToDisk();
            }

            return;
        }

        // Flushes that wait together share the file system's journal commits.
        try
        {
            Parallel.ForEach(group.Where(s => !s.Known), new ParallelOptions { MaxDegreeOfParallelism = FlushesAtATime }, s => s.FlushToDisk());
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is IOException first)
        {
            throw new IOException(first.Message, first.HResult);
        }
    }

    private void Place(StagedFile staged, string target, DateTimeOffset now)
    {
        if (staged.Known && TryRenew(target, now))
        {
            staged.Discard();
            return;
        }

        if (staged.Known && durable)
        {
            staged.FlushToDisk();
        }

        staged.MoveTo(target);
    }

    private static bool TryRenew(string target, DateTimeOffset now)
    {
        try
        {
            // Never back: another writer's clock may go ahead of this one's, and what it put must stay young.
            if (File.GetLastWriteTimeUtc(target) < now.UtcDateTime)
            {
                File.SetLastWriteTimeUtc(target, now.UtcDateTime);
            }

            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false; // deleted since, or another user's file: it is replaced
        }
    }

    private async ValueTask<bool> IsIntactAsync(StagedFile staged, string target, CancellationToken cancellationToken)
    {
        var file = new FileInfo(target);
        return file.Exists && file.Length == staged.Bytes && await intact.CheckAsync(staged.Digest, target, cancellationToken).ConfigureAwait(false) == staged.Digest;
    }

    private HashSet<string> MakeShards(IReadOnlyList<StagedFile> group)
    {
        var shards = new HashSet<string>(StringComparer.Ordinal);
        var fresh = new List<string>();
        foreach (StagedFile staged in group)
        {
            string shard = layout.Shard(staged.Digest);
            if (shards.Add(shard) && !(_onDisk.ContainsKey(shard) && Directory.Exists(shard)))
            {
                Directory.CreateDirectory(shard);
                fresh.Add(shard);
            }
        }

        if (fresh.Count > 0 && durable)
        {
            DirectoryFlush.Flush(layout.Blobs);
        }

        fresh.ForEach(shard => _onDisk.TryAdd(shard, true));

        return shards;
    }
}
