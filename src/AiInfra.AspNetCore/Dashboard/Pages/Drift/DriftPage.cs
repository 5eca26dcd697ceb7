using AiInfra.AspNetCore.Dashboard.Pages.Deployments;
using AiInfra.AspNetCore.Dashboard.Parts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;

namespace AiInfra.AspNetCore.Dashboard.Pages.Drift;

/// <summary>How far the inputs of deployments have moved from the training data: the newest comparison of each, or one with its history.</summary>
internal sealed class DriftPage(ICatalog catalog, DeploymentReader deployments) : IDashboardPage
{
    public const string At = "drift";
    private const int Comparisons = 120;

    public string Path => At;

    public string Title => "Drift";

    public int Order => 60;

    public async Task<IDashboardView> LoadAsync(DashboardRequest request, CancellationToken cancellationToken = default)
    {
        if (request["name"] is string name)
        {
            return new DriftView([await HistoryAsync(name, Comparisons, cancellationToken).ConfigureAwait(false)], true, true, null);
        }

        IReadOnlyList<string> names = await deployments.NamesAsync(cancellationToken).ConfigureAwait(false);
        int skip = Math.Min(request.Whole("skip") ?? 0, names.Count);
        var histories = new List<DriftHistory>();
        foreach (string each in names.Skip(skip).Take(request.Rows))
        {
            histories.Add(await HistoryAsync(each, 1, cancellationToken).ConfigureAwait(false));
        }

        return new DriftView(histories, false, skip == 0, skip + histories.Count < names.Count ? skip + histories.Count : null);
    }

    private async Task<DriftHistory> HistoryAsync(string name, int take, CancellationToken cancellationToken)
    {
        IReadOnlyList<CatalogEvent> events = await catalog.Events.ListAsync(new EventQuery { Kind = EventKinds.Drift, Subject = name, Take = take }, cancellationToken).ConfigureAwait(false);
        bool byRows = events.Count > 0 && events[0].Position is not null;
        var courses = new SortedDictionary<string, List<Sample>>(StringComparer.Ordinal);
        int count = 0;
        foreach (CatalogEvent e in events.Reverse())
        {
            if (!e.TryRead(out DriftFound? found) || (byRows && e.Position is null))
            {
                continue;
            }

            count++;
            foreach (InputColumnDrift column in found.Report.Columns.Where(c => double.IsFinite(c.Stability)))
            {
                if (!courses.TryGetValue(column.Column, out List<Sample>? points))
                {
                    courses.Add(column.Column, points = []);
                }

                points.Add(new Sample(byRows ? e.Position!.Value : e.At.ToUnixTimeMilliseconds(), column.Stability));
            }
        }

        DriftFound? newest = events.Count > 0 && events[0].TryRead(out DriftFound? read) ? read : null;
        return new DriftHistory(
            name, newest?.Version, DriftFinding.Of(events.FirstOrDefault(), int.MaxValue), byRows, count, newest?.Report.NotAsked ?? [], [.. courses.Select(c => new ColumnCourse(c.Key, c.Value))]);
    }
}
