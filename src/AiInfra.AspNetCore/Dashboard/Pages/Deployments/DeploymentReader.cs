using AiInfra.AspNetCore.Dashboard.Pages.Drift;
using AiInfra.AspNetCore.Dashboard.Pages.Events;
using AiInfra.AspNetCore.Dashboard.Parts;
using AiInfra.AspNetCore.Dashboard.Traffic;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using AiInfra.Serving.Deployments;

namespace AiInfra.AspNetCore.Dashboard.Pages.Deployments;

/// <summary>Reads deployments from the catalog and from this process.</summary>
internal sealed class DeploymentReader(ICatalog catalog, IDeployments? deployments, TrafficRecorder traffic, EventsReader events, EventLooks looks)
{
    // Alarms that are on are few; of those that went on and off, so many are looked at.
    private const int AlarmsBack = 500;

    /// <summary>Names of all deployments: what needs a look comes first.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<DeploymentRecord> records = await catalog.Deployments.ListAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<CatalogEvent> alarms = await catalog.Events.ListAsync(new EventQuery { Kind = EventKinds.Alarm, Take = AlarmsBack }, cancellationToken).ConfigureAwait(false);
        HashSet<string> alarmed = [.. alarms.GroupBy(a => a.Subject).Where(g => looks.Raised(g).Count > 0).Select(g => g.Key)];
        return [.. records.Select(r => r.Name).Union(deployments?.All.Select(d => d.Name) ?? []).OrderBy(n => !alarmed.Contains(n)).ThenBy(n => n, StringComparer.Ordinal)];
    }

    /// <summary>One deployment with the course of its quality and its newest drift.</summary>
    /// <exception cref="CatalogNotFoundException">There is none of this name.</exception>
    public async Task<DeploymentCard> CardAsync(string name, bool mayChange, CancellationToken cancellationToken)
    {
        (DeploymentRecord? record, DeploymentView? view) = await FindAsync(name, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<CatalogEvent> quality = await OfKindAsync(name, EventKinds.Quality, 240, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<CatalogEvent> alarms = await OfKindAsync(name, EventKinds.Alarm, 100, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<CatalogEvent> drift = await OfKindAsync(name, EventKinds.Drift, 1, cancellationToken).ConfigureAwait(false);
        IEnumerable<CatalogEvent> changes = quality.Count == 0 ? [] :
        [
            .. await OfKindAsync(name, EventKinds.Promotion, 50, cancellationToken).ConfigureAwait(false),
            .. await OfKindAsync(name, EventKinds.Rollback, 50, cancellationToken).ConfigureAwait(false),
            .. alarms,
        ];
        return Card(name, record, view, mayChange) with { Alarms = looks.Raised(alarms), Quality = QualityCourse.Of(quality, changes), Drift = DriftFinding.Of(drift.FirstOrDefault(), 8) };
    }

    /// <summary>One deployment as an overview shows it: its alarms, and no history.</summary>
    public async Task<DeploymentCard> BriefAsync(string name, bool mayChange, CancellationToken cancellationToken)
    {
        (DeploymentRecord? record, DeploymentView? view) = await FindAsync(name, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<CatalogEvent> alarms = await OfKindAsync(name, EventKinds.Alarm, 100, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<CatalogEvent> quality = await OfKindAsync(name, EventKinds.Quality, 60, cancellationToken).ConfigureAwait(false);
        return Card(name, record, view, mayChange) with { Alarms = looks.Raised(alarms), Quality = QualityCourse.Of(quality, []) };
    }

    /// <summary>One deployment in full.</summary>
    /// <exception cref="CatalogNotFoundException">There is none of this name.</exception>
    public async Task<DeploymentDetail> DetailAsync(string name, DashboardRequest request, CancellationToken cancellationToken)
    {
        DeploymentCard card = await CardAsync(name, request.MayChange, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ModelVersion> versions = await catalog.Models.VersionsAsync(card.Model, Math.Min(request.Rows, 10), null, cancellationToken).ConfigureAwait(false);
        return new DeploymentDetail
        {
            Deployment = card,
            Traffic = traffic.Of(name),
            Candidates = [.. versions.Select(v => new Candidate(v.Version, v.RegisteredAt, v.Metrics, v.Version == card.Champion ? "champion" : v.Version == card.Challenger ? "challenger" : v.Version == card.Previous ? "previous" : ""))],
            Events = await events.NewestAsync(name, request.Rows, cancellationToken).ConfigureAwait(false),
        };
    }

    private async Task<(DeploymentRecord? Record, DeploymentView? View)> FindAsync(string name, CancellationToken cancellationToken)
    {
        DeploymentView? view = deployments?.Find(name)?.View();
        DeploymentRecord? record = view?.Record ?? await catalog.Deployments.FindAsync(name, cancellationToken).ConfigureAwait(false);
        return record is null && view is null ? throw new CatalogNotFoundException($"Neither the catalog nor this process has a deployment '{name}'.") : (record, view);
    }

    private static DeploymentCard Card(string name, DeploymentRecord? record, DeploymentView? view, bool mayChange) => new()
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
        CanRollBack = view is not null && record?.Previous is not null && mayChange,
        CanChange = view is not null && mayChange,
    };

    private Task<IReadOnlyList<CatalogEvent>> OfKindAsync(string name, string kind, int take, CancellationToken cancellationToken) =>
        catalog.Events.ListAsync(new EventQuery { Kind = kind, Subject = name, Take = take }, cancellationToken);
}
