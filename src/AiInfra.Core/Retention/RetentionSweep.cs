using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;

namespace AiInfra.Core.Retention;

/// <summary>Deletes what a store keeps too long, oldest first, in small transactions: other changes come in between, and a process that dies has deleted a part and nothing by half.</summary>
/// <param name="catalog">What is swept.</param>
/// <param name="artifacts">The artifacts; null leaves them.</param>
/// <param name="time">Clock.</param>
public sealed class RetentionSweep(ICatalog catalog, IArtifactStore? artifacts = null, TimeProvider? time = null)
{
    private const int MostNames = 100;
    private const int Page = 200;
    private readonly ICatalog _catalog = catalog ?? throw new ArgumentNullException(nameof(catalog));
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Deletes what the limits say, or tells what would go. A dry run follows what would go: a run whose version would go counts too; artifacts are counted as they are referred to now.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public async Task<RetentionReport> RunAsync(RetentionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Faults().FirstOrDefault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }

        var entries = new List<RetentionEntry>();
        var gone = new Gone();
        bool dry = options.DryRun;
        if (options.Predictions is { IsLimited: true } predictions)
        {
            entries.Add(await PruneAsync("predictions", predictions, dry, _catalog.Predictions.PruneAsync, cancellationToken).ConfigureAwait(false));
        }

        if (options.Events is { IsLimited: true } events)
        {
            entries.Add(await PruneAsync("events", events, dry, _catalog.Events.PruneAsync, cancellationToken).ConfigureAwait(false));
        }

        if (options.Metrics is { IsLimited: true } metrics)
        {
            entries.Add(await PruneAsync("metric points", metrics, dry, _catalog.Runs.PruneMetricsAsync, cancellationToken).ConfigureAwait(false));
        }

        // Versions before the commits and runs they came from.
        if (options.Versions is { IsLimited: true } versions)
        {
            entries.Add(await VersionsAsync(versions, dry, gone, cancellationToken).ConfigureAwait(false));
        }

        if (options.Commits is { IsLimited: true } commits)
        {
            entries.Add(await CommitsAsync(commits, dry, gone, cancellationToken).ConfigureAwait(false));
        }

        if (options.Runs is { IsLimited: true } runs)
        {
            entries.Add(await RunsAsync(runs, dry, gone, cancellationToken).ConfigureAwait(false));
        }

        if (options.Artifacts is { } collect && artifacts is not null)
        {
            var asked = new ArtifactCollectorOptions { Grace = collect.Grace, ExtraRoots = collect.ExtraRoots, DryRun = dry || collect.DryRun };
            ArtifactCollection collected = await new ArtifactCollector(artifacts, _catalog, _time).CollectAsync(asked, cancellationToken).ConfigureAwait(false);
            entries.Add(new RetentionEntry("artifacts", collected.Removed.Count, collected.RemovedBytes));
        }

        long released = !dry && entries.Exists(e => e.Removed > 0) ? await _catalog.ReleaseSpaceAsync(cancellationToken).ConfigureAwait(false) : 0;
        return new RetentionReport { DryRun = dry, Entries = entries, ReleasedBytes = released };
    }

    private async Task<RetentionEntry> PruneAsync(string what, Keep keep, bool dry, Func<Pruning, CancellationToken, Task<Pruned>> prune, CancellationToken cancellationToken)
    {
        var pruning = new Pruning { Before = Before(keep), Rows = keep.Rows, Bytes = keep.Bytes, DryRun = dry };
        long rows = 0, bytes = 0;
        while (true)
        {
            Pruned pruned = await prune(pruning, cancellationToken).ConfigureAwait(false);
            rows += pruned.Rows;
            bytes += pruned.Bytes;
            if (dry || pruned.Rows == 0)
            {
                return new RetentionEntry(what, rows, bytes);
            }
        }
    }

    private async Task<RetentionEntry> VersionsAsync(Keep keep, bool dry, Gone gone, CancellationToken cancellationToken)
    {
        var tally = new Tally("versions", gone.Versions);
        IReadOnlyList<DeploymentRecord> deployments = await _catalog.Deployments.ListAsync(cancellationToken).ConfigureAwait(false);
        foreach (string model in await _catalog.Models.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            IReadOnlyDictionary<string, int> aliases = await _catalog.Models.AliasesAsync(model, cancellationToken).ConfigureAwait(false);
            var needed = aliases.Values.Concat(deployments.Where(d => d.Model == model).SelectMany(d => d.Variants).Select(v => v.Version)).ToHashSet();
            IReadOnlyList<ModelVersion> versions = await _catalog.Models.VersionsAsync(model, cancellationToken).ConfigureAwait(false);
            foreach (ModelVersion version in Beyond(versions, keep, v => v.RegisteredAt))
            {
                await tally.TakeAsync(Name(version), needed.Contains(version.Version), dry ? null : () => _catalog.Models.DeleteAsync(model, version.Version, cancellationToken)).ConfigureAwait(false);
            }
        }

        return tally.ToEntry();
    }

    private async Task<RetentionEntry> CommitsAsync(Keep keep, bool dry, Gone gone, CancellationToken cancellationToken)
    {
        var tally = new Tally("commits", gone.Commits);
        HashSet<string> needed = (await OriginsAsync(gone, cancellationToken).ConfigureAwait(false)).Commits;
        foreach (string dataset in await _catalog.Datasets.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            IReadOnlyDictionary<string, string> branches = await _catalog.Datasets.BranchesAsync(dataset, cancellationToken).ConfigureAwait(false);
            var old = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (string branch in branches.Keys)
            {
                IReadOnlyList<DatasetCommit> log = await _catalog.Datasets.LogAsync(dataset, branch, int.MaxValue, cancellationToken).ConfigureAwait(false);
                foreach (DatasetCommit commit in Beyond(log, keep, c => c.At))
                {
                    old[commit.Id] = old.GetValueOrDefault(commit.Id) + 1;
                }

                // What one branch still shows stays, although it is old in another.
                foreach (DatasetCommit commit in log.Except(Beyond(log, keep, c => c.At)))
                {
                    old[commit.Id] = int.MinValue;
                }
            }

            foreach (string id in old.Where(o => o.Value > 0).Select(o => o.Key))
            {
                await tally.TakeAsync(id, branches.Values.Contains(id) || needed.Contains(id), dry ? null : () => _catalog.Datasets.DeleteAsync(id, cancellationToken)).ConfigureAwait(false);
            }
        }

        return tally.ToEntry();
    }

    private async Task<RetentionEntry> RunsAsync(Keep keep, bool dry, Gone gone, CancellationToken cancellationToken)
    {
        var tally = new Tally("runs", gone.Runs);
        (HashSet<string> needed, _) = await OriginsAsync(gone, cancellationToken).ConfigureAwait(false);
        var old = new List<string>();
        long place = 0;
        IReadOnlyList<Run> page = [];
        do
        {
            page = await _catalog.Runs.ListAsync(new RunQuery { Take = Page, BeforeId = page.Count == 0 ? null : page[^1].Id }, cancellationToken).ConfigureAwait(false);
            foreach (Run run in page)
            {
                bool goes = run.Status is not RunStatus.Running && (place++ >= (keep.Rows ?? long.MaxValue) || (run.EndedAt ?? run.StartedAt) < (Before(keep) ?? DateTimeOffset.MinValue));
                if (goes && !needed.Contains(run.Id))
                {
                    old.Add(run.Id);
                    continue;
                }

                // What a run that stays was started by stays too; it is older, so it comes later.
                tally.Stay(goes);
                needed.UnionWith(new[] { run.ParentId }.OfType<string>());
            }
        }
        while (page.Count == Page);

        // The newest first, so that a run goes before the one that started it.
        foreach (string id in old)
        {
            await tally.TakeAsync(id, false, dry ? null : () => _catalog.Runs.DeleteAsync(id, cancellationToken)).ConfigureAwait(false);
        }

        return tally.ToEntry();
    }

    /// <summary>Runs and commits that the versions and commits that stay say they came from.</summary>
    private async Task<(HashSet<string> Runs, HashSet<string> Commits)> OriginsAsync(Gone gone, CancellationToken cancellationToken)
    {
        var runs = new HashSet<string>(StringComparer.Ordinal);
        var commits = new HashSet<string>(StringComparer.Ordinal);
        foreach (string model in await _catalog.Models.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (ModelVersion version in await _catalog.Models.VersionsAsync(model, cancellationToken).ConfigureAwait(false))
            {
                if (!gone.Versions.Contains(Name(version)))
                {
                    runs.UnionWith(new[] { version.RunId }.OfType<string>());
                    commits.UnionWith(new[] { version.DatasetCommitId }.OfType<string>());
                }
            }
        }

        foreach (string dataset in await _catalog.Datasets.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (string branch in (await _catalog.Datasets.BranchesAsync(dataset, cancellationToken).ConfigureAwait(false)).Keys)
            {
                IReadOnlyList<DatasetCommit> log = await _catalog.Datasets.LogAsync(dataset, branch, int.MaxValue, cancellationToken).ConfigureAwait(false);
                runs.UnionWith(log.Where(c => !gone.Commits.Contains(c.Id)).Select(c => c.RunId).OfType<string>());
            }
        }

        return (runs, commits);
    }

    private static string Name(ModelVersion version) => $"{version.Model}/{version.Version}";

    private DateTimeOffset? Before(Keep keep) => keep.Age is not { } age ? null : age > _time.GetUtcNow() - DateTimeOffset.MinValue ? DateTimeOffset.MinValue : _time.GetUtcNow() - age;

    /// <summary>Those of a list, the newest first, that go by the limits.</summary>
    private IEnumerable<T> Beyond<T>(IReadOnlyList<T> newestFirst, Keep keep, Func<T, DateTimeOffset> at) =>
        newestFirst.Where((item, place) => place >= (keep.Rows ?? long.MaxValue) || at(item) < (Before(keep) ?? DateTimeOffset.MinValue));

    /// <summary>Names of what went, or would go: it needs nothing any more.</summary>
    private sealed class Gone
    {
        public HashSet<string> Versions { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Commits { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Runs { get; } = new(StringComparer.Ordinal);
    }

    private sealed class Tally(string what, HashSet<string> gone)
    {
        private readonly List<string> _names = [];
        private long _removed;
        private long _needed;

        public void Stay(bool should) => _needed += should ? 1 : 0;

        /// <summary>Deletes one, unless it is needed or it turns out to be.</summary>
        public async Task TakeAsync(string name, bool needed, Func<Task>? delete)
        {
            try
            {
                if (!needed && delete is not null)
                {
                    await delete().ConfigureAwait(false);
                }
            }
            catch (CatalogConflictException)
            {
                needed = true; // by something that came, or that only the store knows of
            }
            catch (CatalogNotFoundException)
            {
                return; // another process was first
            }

            if (needed)
            {
                _needed++;
            }
            else
            {
                gone.Add(name);
                if (_removed++ < MostNames)
                {
                    _names.Add(name);
                }
            }
        }

        public RetentionEntry ToEntry() => new(what, _removed, 0, _needed) { Names = _names };
    }
}
