using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;

namespace AiInfra.Core.Retention;

/// <summary>Deletes what a store keeps too long, oldest first, in small transactions: other changes come in between, and a process that dies has deleted a part and nothing by half.</summary>
/// <param name="catalog">What is swept.</param>
/// <param name="artifacts">The artifacts; null leaves them.</param>
/// <param name="time">Clock.</param>
/// <param name="roots">Whoever refers to artifacts beside the catalog and its modules.</param>
public sealed class RetentionSweep(ICatalog catalog, IArtifactStore? artifacts = null, TimeProvider? time = null, IEnumerable<IArtifactRoots>? roots = null)
{
    /// <summary>Name of the store of what pipelines remember, in <see cref="IPrunable.Name"/>.</summary>
    internal const string Pipelines = "pipelines";

    private const int Page = 200;
    private readonly ICatalog _catalog = catalog ?? throw new ArgumentNullException(nameof(catalog));
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Deletes what the limits say, or tells what would go. A dry run follows what would go: a run whose version would go counts too; artifacts are counted as they are referred to now.</summary>
    /// <exception cref="ArgumentException">An option is out of its range, or has no meaning for its store.</exception>
    /// <exception cref="RetentionException">A store failed. The others were swept nevertheless.</exception>
    public async Task<RetentionReport> RunAsync(RetentionOptions options, CancellationToken cancellationToken = default)
    {
        options.Checked();
        if (Unknown(options).FirstOrDefault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }

        if ((await MisfitsAsync(options, cancellationToken).ConfigureAwait(false)).FirstOrDefault() is { } misfit)
        {
            throw new ArgumentException(misfit, nameof(options));
        }

        var entries = new List<RetentionEntry>();
        Exception? first = null;
        var gone = new RetentionGone();
        bool dry = options.DryRun;
        if (options.Predictions is { IsLimited: true } predictions)
        {
            await PruneAsync("predictions", predictions, _catalog.Predictions.PruneAsync).ConfigureAwait(false);
        }

        if (options.Events is { IsLimited: true } events)
        {
            await PruneAsync("events", events, _catalog.Events.PruneAsync).ConfigureAwait(false);
        }

        if (options.Metrics is { IsLimited: true } metrics)
        {
            await PruneAsync("metric points", metrics, _catalog.Runs.PruneMetricsAsync).ConfigureAwait(false);
        }

        foreach ((string name, Keep keep) in Named(options))
        {
            await PruneAsync(name, keep, Prunable(name)!.PruneAsync, bounded: true).ConfigureAwait(false);
        }

        // Versions before the commits and runs they came from.
        if (options.Versions is { IsLimited: true } versions)
        {
            await TallyAsync(new RetentionTally("versions", gone.Versions), t => VersionsAsync(versions, dry, t, cancellationToken)).ConfigureAwait(false);
        }

        if (options.Commits is { IsLimited: true } commits)
        {
            await TallyAsync(new RetentionTally("commits", gone.Commits), t => CommitsAsync(commits, dry, gone, t, cancellationToken)).ConfigureAwait(false);
        }

        if (options.Runs is { IsLimited: true } runs)
        {
            await TallyAsync(new RetentionTally("runs", gone.Runs), t => RunsAsync(runs, dry, gone, t, cancellationToken)).ConfigureAwait(false);
        }

        if (options.Artifacts is { } collect && artifacts is not null)
        {
            var asked = new ArtifactCollectorOptions { Grace = collect.Grace, DryRun = dry || collect.DryRun };
            var collected = new RetentionEntry("artifacts", 0);
            await AloneAsync(
                async () =>
                {
                    ArtifactCollection taken = await new ArtifactCollector(artifacts, [_catalog, .. roots ?? []], _time).CollectAsync(asked, cancellationToken).ConfigureAwait(false);
                    collected = new RetentionEntry("artifacts", taken.Removed.Count, taken.RemovedBytes);
                },
                () => collected).ConfigureAwait(false);
        }

        long released = !dry && entries.Exists(e => e.Removed > 0) ? await _catalog.ReleaseSpaceAsync(cancellationToken).ConfigureAwait(false) : 0;
        var report = new RetentionReport { DryRun = dry, Entries = entries, ReleasedBytes = released };
        return first is null ? report : throw new RetentionException(report, first);

        Task PruneAsync(string what, Keep keep, Func<Pruning, CancellationToken, Task<Pruned>> prune, bool bounded = false)
        {
            var loop = new PruneLoop(what, ToPruning(keep, dry), prune, bounded);
            return AloneAsync(() => loop.RunAsync(cancellationToken), () => loop.Entry);
        }

        Task TallyAsync(RetentionTally tally, Func<RetentionTally, Task> sweep) => AloneAsync(() => sweep(tally), tally.ToEntry);

        // What one store throws keeps none of the others from being swept.
        async Task AloneAsync(Func<Task> sweep, Func<RetentionEntry> soFar)
        {
            try
            {
                await sweep().ConfigureAwait(false);
                entries.Add(soFar());
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                first ??= e;
                entries.Add(soFar() with { Error = $"{e.GetType().Name}: {e.Message.TrimEnd('.')}" });
            }
        }
    }

    /// <summary>Limits that have no meaning for the store they are set for, as it says when it is asked what would go.</summary>
    internal async Task<IReadOnlyList<string>> MisfitsAsync(RetentionOptions options, CancellationToken cancellationToken)
    {
        var misfits = new List<string>();
        foreach ((string name, Keep keep) in Named(options))
        {
            try
            {
                await (Prunable(name)?.PruneAsync(ToPruning(keep, dry: true), cancellationToken) ?? Task.FromResult(default(Pruned))).ConfigureAwait(false);
            }
            catch (ArgumentException e)
            {
                misfits.Add($"{Option(options, name)} can't be kept so: {e.Message}");
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // The sweep itself meets it again, and tells.
            }
        }

        return misfits;
    }

    /// <summary>Limits for stores that this catalog does not have.</summary>
    internal IEnumerable<string> Unknown(RetentionOptions options) => Named(options).Where(n => Prunable(n.Name) is null).Select(n =>
        $"{Option(options, n.Name)} limits a store that this catalog does not have; it has {string.Join(", ", Prunables.Select(p => $"'{p.Name}'").Order())}. Register the module (AddStoreModule), or leave the limit out.");

    private static IEnumerable<(string Name, Keep Keep)> Named(RetentionOptions options) =>
        (options.Pipelines is { } pipelines ? [(Pipelines, pipelines)] : Array.Empty<(string, Keep)>()).Concat(options.Modules.Select(m => (m.Key, m.Value))).Where(n => n.Item2.IsLimited);

    private static string Option(RetentionOptions options, string name) => name == Pipelines && options.Pipelines is not null ? nameof(options.Pipelines) : $"{nameof(options.Modules)}[{name}]";

    private Pruning ToPruning(Keep keep, bool dry) => new() { Before = Before(keep), Rows = keep.Rows, Bytes = keep.Bytes, DryRun = dry };

    private IEnumerable<IPrunable> Prunables => _catalog.Stores.OfType<IPrunable>();

    private IPrunable? Prunable(string name) => Prunables.FirstOrDefault(p => p.Name == name);

    private async Task VersionsAsync(Keep keep, bool dry, RetentionTally tally, CancellationToken cancellationToken)
    {
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
    }

    private async Task CommitsAsync(Keep keep, bool dry, RetentionGone gone, RetentionTally tally, CancellationToken cancellationToken)
    {
        HashSet<string> needed = (await OriginsAsync(gone, cancellationToken).ConfigureAwait(false)).Commits;
        foreach (string dataset in await _catalog.Datasets.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            IReadOnlyDictionary<string, string> branches = await _catalog.Datasets.BranchesAsync(dataset, cancellationToken).ConfigureAwait(false);
            var old = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (string branch in branches.Keys)
            {
                IReadOnlyList<DatasetCommit> log = await _catalog.Datasets.LogAsync(dataset, branch, int.MaxValue, null, cancellationToken).ConfigureAwait(false);
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
    }

    private async Task RunsAsync(Keep keep, bool dry, RetentionGone gone, RetentionTally tally, CancellationToken cancellationToken)
    {
        (HashSet<string> needed, _) = await OriginsAsync(gone, cancellationToken).ConfigureAwait(false);
        var old = new List<string>();
        long place = 0;
        IReadOnlyList<Run> page = [];
        do
        {
            page = await _catalog.Runs.ListAsync(new RunQuery { WithDeleted = true, Take = Page, BeforeId = page.Count == 0 ? null : page[^1].Id }, cancellationToken).ConfigureAwait(false);
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
    }

    /// <summary>Runs and commits that the versions and commits that stay say they came from.</summary>
    private async Task<(HashSet<string> Runs, HashSet<string> Commits)> OriginsAsync(RetentionGone gone, CancellationToken cancellationToken)
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
                IReadOnlyList<DatasetCommit> log = await _catalog.Datasets.LogAsync(dataset, branch, int.MaxValue, null, cancellationToken).ConfigureAwait(false);
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
}
