using System.Text.RegularExpressions;
using AiInfra.AspNetCore.Dashboard.Pages.Datasets;
using AiInfra.AspNetCore.Dashboard.Pages.Deployments;
using AiInfra.AspNetCore.Dashboard.Pages.Drift;
using AiInfra.AspNetCore.Dashboard.Pages.Events;
using AiInfra.AspNetCore.Dashboard.Pages.Models;
using AiInfra.AspNetCore.Dashboard.Pages.Overview;
using AiInfra.AspNetCore.Dashboard.Pages.Runs;
using AiInfra.AspNetCore.Dashboard.Pages.Search;
using AiInfra.AspNetCore.Dashboard.Pages.Studies;
using AiInfra.AspNetCore.Dashboard.Parts;
using AiInfra.AspNetCore.Dashboard.Traffic;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiInfra.AspNetCore.Dashboard;

/// <summary>All pages: the project's own and those of the host.</summary>
internal static partial class DashboardPages
{
    private static readonly string[] s_reserved = ["api", "overview"];

    /// <exception cref="InvalidOperationException">A path is none, or two pages have the same.</exception>
    public static IReadOnlyList<IDashboardPage> Of(IServiceProvider services, ICatalog catalog, IDeployments? deployments, TrafficRecorder traffic, ILogger logger)
    {
        var models = new ModelsReader(catalog);
        var runs = new RunReader(catalog);
        var datasets = new DatasetReader(catalog);
        var looks = new EventLooks(services.GetServices<EventLook>(), logger);
        var events = new EventsReader(catalog, looks);
        var deployed = new DeploymentReader(catalog, deployments, traffic, events, looks);
        IDashboardPage[] pages = [];
        pages =
        [
            new OverviewPage(deployed, events, models, datasets, runs),
            new DeploymentsPage(deployed),
            new ModelsPage(models),
            new RunsPage(runs),
            new StudiesPage(new StudyReader(catalog)),
            new DatasetsPage(datasets),
            new EventsPage(events, looks),
            new DriftPage(catalog, deployed),
            new SearchPage(() => pages, logger),
            .. services.GetServices<IDashboardPage>(),
        ];
        foreach (IDashboardPage page in pages)
        {
            Check(page);
        }

        if (pages.GroupBy(p => p.Path, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"Two pages have the path '{twice.Key}': {string.Join(" and ", twice.Select(p => p.GetType()))}. Give one of them another path, or register it once.");
        }

        return pages = [.. pages.OrderBy(p => p.Order).ThenBy(p => p.Title, StringComparer.Ordinal)];
    }

    private static void Check(IDashboardPage page)
    {
        if (page.Path is null || !PathRule().IsMatch(page.Path) || s_reserved.Contains(page.Path.Split('/')[0]))
        {
            throw new InvalidOperationException($"{page.GetType()} has the path {(page.Path is null ? "null" : $"'{page.Path}'")}. Expected lower-case words of letters, digits and hyphens with slashes between them, the first none of {string.Join(", ", s_reserved)}; for example 'my-page'.");
        }

        if (string.IsNullOrWhiteSpace(page.Title))
        {
            throw new InvalidOperationException($"{page.GetType()} has no title. The navigation shows it.");
        }
    }

    [GeneratedRegex("^([a-z0-9-]+(/[a-z0-9-]+)*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex PathRule();
}
