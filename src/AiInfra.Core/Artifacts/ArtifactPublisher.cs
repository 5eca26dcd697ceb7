namespace AiInfra.Core.Artifacts;

/// <summary>Makes written files visible under their digests, durably, and takes artifacts away.</summary>
internal sealed class ArtifactPublisher(ArtifactLayout layout, IntactFiles intact, TimeProvider time)
{
    private const int FlushesAtATime = 8;

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

            Flush(group);
            HashSet<string> shards = MakeShards(group);
            using (await StoreLock.EnterAsync(layout.Lock, exclusive: false, cancellationToken).ConfigureAwait(false))
            {
                for (; published < group.Count; published++)
                {
                    Place(group[published], at = layout.File(group[published].Digest), now);
                }
            }

            foreach (string shard in shards)
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

    private static void Place(StagedFile staged, string target, DateTimeOffset now)
    {
        if (staged.Known && TryRenew(target, now))
        {
            staged.Discard();
            return;
        }

        if (staged.Known)
        {
            staged.FlushToDisk();
        }

        staged.MoveTo(target);
    }

    private static bool TryRenew(string target, DateTimeOffset now)
    {
        try
        {
            File.SetLastWriteTimeUtc(target, now.UtcDateTime);
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
        bool made = false;
        foreach (StagedFile staged in group)
        {
            string shard = layout.Shard(staged.Digest);
            if (shards.Add(shard) && !Directory.Exists(shard))
            {
                Directory.CreateDirectory(shard);
                made = true;
            }
        }

        if (made)
        {
            DirectoryFlush.Flush(layout.Blobs);
        }

        return shards;
    }
}
