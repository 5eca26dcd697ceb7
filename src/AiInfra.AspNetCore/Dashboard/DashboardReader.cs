using AiInfra.AspNetCore.Dashboard.Views;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments;

namespace AiInfra.AspNetCore.Dashboard;

/// <summary>Gathers what the page shows from the catalog and from the deployments of this process.</summary>
internal sealed class DashboardReader(ICatalog catalog, IDeployments? deployments, int mostRows, bool readOnly, TimeProvider time)
{
    private const int Points = 120;

    public async Task<PageView> PageAsync(CancellationToken cancellationToken) => new(
        time.GetUtcNow(),
        await DeploymentsAsync(cancellationToken).ConfigureAwait(false),
        await ModelsAsync(cancellationToken).ConfigureAwait(false),
        await RunsAsync(cancellationToken).ConfigureAwait(false),
        await DatasetsAsync(cancellationToken).ConfigureAwait(false),
        await EventsAsync(cancellationToken).ConfigureAwait(false));

    public async Task<IReadOnlyList<DeploymentCard>> DeploymentsAsync(CancellationToken cancellationToken)
    {
        var cards = new List<DeploymentCard>();
        var records = (await catalog.Deployments.ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(r => r.Name);
        foreach (string name in records.Keys.Union(deployments?.All.Select(d => d.Name) ?? []).Order(StringComparer.Ordinal))
        {
            cards.Add(await CardAsync(name, records.GetValueOrDefault(name), deployments?.Find(name)?.View(), cancellationToken).ConfigureAwait(false));
        }

        // What needs a look comes first.
        return [.. cards.OrderBy(c => c.Alarms.Count == 0)];
    }

    public async Task<IReadOnlyList<ModelCard>> ModelsAsync(CancellationToken cancellationToken)
    {
        var cards = new List<ModelCard>();
        foreach (string name in await catalog.Models.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            IReadOnlyList<ModelVersion> versions = await catalog.Models.VersionsAsync(name, cancellationToken).ConfigureAwait(false);
            IReadOnlyDictionary<string, int> aliases = await catalog.Models.AliasesAsync(name, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<AliasMove> audit = await catalog.Models.AuditAsync(name, mostRows, cancellationToken: cancellationToken).ConfigureAwait(false);

            // A version that plays a part is shown however old it is.
            RegisteredRow[] rows = [.. versions.Where((v, i) => i < mostRows || aliases.Values.Contains(v.Version)).Select(v => new RegisteredRow(
                v.Version, [.. aliases.Where(a => a.Value == v.Version).Select(a => a.Key).Order(StringComparer.Ordinal)], v.RegisteredAt, v.Metrics, v.Tags, v.RunId, v.DatasetCommitId,
                v.Files.ToDictionary(f => f.Key, f => f.Value.ToString())))];
            cards.Add(new ModelCard(name, versions.Count, rows, [.. audit.Select(m => new AuditRow(m.At, m.Alias, m.From, m.To, m.Actor, m.Reason))]));
        }

        return cards;
    }

    public async Task<IReadOnlyList<RunRow>> RunsAsync(CancellationToken cancellationToken)
    {
        var rows = new List<RunRow>();
        foreach (Run run in await catalog.Runs.ListAsync(new RunQuery { Take = mostRows }, cancellationToken).ConfigureAwait(false))
        {
            string? charted = Charted(run.Metrics.Keys);
            rows.Add(new RunRow
            {
                Id = run.Id,
                Name = run.Name,
                Kind = run.Kind,
                Experiment = run.Experiment,
                Status = run.Status.ToString().ToLowerInvariant(),
                Error = run.Error,
                StartedAt = run.StartedAt,
                EndedAt = run.EndedAt,
                Metrics = run.Metrics,
                Parameters = run.Parameters,
                Charted = charted,
                Course = charted is null ? [] : [.. (await catalog.Runs.MetricCourseAsync(run.Id, charted, Points, cancellationToken).ConfigureAwait(false)).Select(p => new Sample(p.Step, p.Value)).Where(p => double.IsFinite(p.Y))],
            });
        }

        return rows;
    }

    public async Task<IReadOnlyList<DatasetCard>> DatasetsAsync(CancellationToken cancellationToken)
    {
        var cards = new List<DatasetCard>();
        foreach (string name in await catalog.Datasets.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            IReadOnlyDictionary<string, string> branches = await catalog.Datasets.BranchesAsync(name, cancellationToken).ConfigureAwait(false);
            string branch = branches.ContainsKey("main") ? "main" : branches.Keys.Order(StringComparer.Ordinal).FirstOrDefault("main");
            IReadOnlyList<DatasetCommit> commits = await catalog.Datasets.LogAsync(name, branch, 10, cancellationToken).ConfigureAwait(false);
            cards.Add(new DatasetCard(name, branches, branch, [.. commits.Select(c => new CommitRow(c.Id, c.ParentId, c.Message, c.At, c.Rows, c.Files.Count, c.Files.Sum(f => f.Bytes), c.RunId) { Notes = c.Metadata.GetValueOrDefault("ingestion.notes")?.Split('\n') ?? [] })]));
        }

        return cards;
    }

    /// <summary>The newest events; judgements that found nothing are left out, for the charts show them.</summary>
    public async Task<IReadOnlyList<EventRow>> EventsAsync(CancellationToken cancellationToken)
    {
        EventRow[] all = [.. (await catalog.Events.ListAsync(new EventQuery { Take = mostRows * 50 }, cancellationToken).ConfigureAwait(false)).Select(EventReader.Row)];

        // A gate's words come again with what followed from them: once is enough for a reader.
        var followed = all.Where(e => e.Kind != "gate").Select(e => (e.Subject, e.Position, e.Message)).ToHashSet();
        return [.. all.Where(e => (e.Tone != "plain" || e.Kind is not ("quality" or "drift")) && !(e.Kind == "gate" && followed.Contains((e.Subject, e.Position, e.Message)))).Take(mostRows)];
    }

    private async Task<DeploymentCard> CardAsync(string name, DeploymentRecord? saved, DeploymentView? view, CancellationToken cancellationToken)
    {
        DeploymentRecord? record = view?.Record ?? saved;
        IReadOnlyList<CatalogEvent> quality = await OfKindAsync("quality", 240).ConfigureAwait(false);
        IReadOnlyList<CatalogEvent> alarms = await OfKindAsync("alarm", 100).ConfigureAwait(false);
        IReadOnlyList<CatalogEvent> drift = await OfKindAsync("drift", 1).ConfigureAwait(false);
        IEnumerable<CatalogEvent> changes = quality.Count == 0 ? [] : [.. await OfKindAsync("promotion", 50).ConfigureAwait(false), .. await OfKindAsync("rollback", 50).ConfigureAwait(false), .. alarms];
        return new DeploymentCard
        {
            Name = name,
            Model = view?.Model ?? record?.Model ?? name,
            Status = view?.Status.ToString().ToLowerInvariant() ?? "elsewhere",
            Reason = view is null ? "This process does not serve it." : view.Reason,
            Champion = record?.Champion,
            Challenger = record?.Challenger,
            ChallengerShare = record?.ChallengerShare ?? 0,
            Previous = record?.Previous,
            ChangedAt = record is { Revision: > 0 } ? record.ChangedAt : null,
            Versions = [.. (view?.Versions ?? []).Select(v => new VersionRow(
                v.Version, v.Role, v.InFlight, v.Answered, v.Failed, v.Rejected, v.Latency.Percentile(0.5).TotalMilliseconds, v.Latency.Percentile(0.99).TotalMilliseconds, v.Batches is { Batches: > 0 } b ? b.MeanBatch : null))],
            ShadowsAnswered = view?.ShadowsAnswered ?? 0,
            ShadowsDropped = view?.ShadowsDropped ?? 0,
            Alarms = EventReader.Raised(alarms),
            Quality = EventReader.Quality(quality, changes),
            Drift = EventReader.Drift(drift.FirstOrDefault()),
            CanRollBack = view is not null && record?.Previous is not null && !readOnly,
        };

        Task<IReadOnlyList<CatalogEvent>> OfKindAsync(string kind, int take) => catalog.Events.ListAsync(new EventQuery { Kind = kind, Subject = name, Take = take }, cancellationToken);
    }

    /// <summary>The metric that says most of a run's course: a loss on unseen rows, any loss, or the first by name.</summary>
    private static string? Charted(IEnumerable<string> metrics) => metrics
        .OrderBy(m => !m.Contains("loss", StringComparison.OrdinalIgnoreCase))
        .ThenBy(m => !m.StartsWith("val", StringComparison.OrdinalIgnoreCase))
        .ThenBy(m => m, StringComparer.Ordinal)
        .FirstOrDefault();
}
