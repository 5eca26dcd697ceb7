using AiInfra.AspNetCore.Dashboard.Pages.Datasets;
using AiInfra.AspNetCore.Dashboard.Pages.Deployments;
using AiInfra.AspNetCore.Dashboard.Pages.Events;
using AiInfra.AspNetCore.Dashboard.Pages.Models;
using AiInfra.AspNetCore.Dashboard.Pages.Runs;
using AiInfra.Core.Catalog;

namespace AiInfra.AspNetCore.Dashboard.Pages.Overview;

/// <summary>What opens first: what answers and whether it is well, what happened last, how much there is of everything.</summary>
internal sealed class OverviewPage(DeploymentReader deployments, EventsReader events, ModelsReader models, DatasetReader datasets, RunReader runs) : IDashboardPage
{
    private const int MostDeployments = 12;
    private const int MostEvents = 12;

    public string Path => "";

    public string Title => "Overview";

    public int Order => 0;

    public async Task<IDashboardView> LoadAsync(DashboardRequest request, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string> names = await deployments.NamesAsync(cancellationToken).ConfigureAwait(false);
        var cards = new List<DeploymentCard>();
        foreach (string name in names.Take(Math.Min(request.Rows, MostDeployments)))
        {
            cards.Add(await deployments.BriefAsync(name, request.MayChange, cancellationToken).ConfigureAwait(false));
        }

        IReadOnlyList<Run> newest = await runs.ListAsync(new RunQuery { Take = 1 }, cancellationToken).ConfigureAwait(false);
        return new OverviewView(new Overview
        {
            Deployments = cards,
            DeploymentCount = names.Count,
            Events = await events.NewestAsync(null, Math.Min(request.Rows, MostEvents), cancellationToken).ConfigureAwait(false),
            Models = (await models.NamesAsync(cancellationToken).ConfigureAwait(false)).Count,
            Datasets = (await datasets.NamesAsync(cancellationToken).ConfigureAwait(false)).Count,
            NewestRun = newest.Count == 0 ? null : await runs.RowAsync(newest[0], cancellationToken).ConfigureAwait(false),
        });
    }
}
