using AiInfra.Core.Catalog;
using AiInfra.Core.Filters;

namespace AiInfra.AspNetCore.Dashboard.Pages.Runs;

/// <summary>Runs: a list, one with its metrics' courses, or several beside each other.</summary>
internal sealed class RunsPage(RunReader reader) : IDashboardPage
{
    public const string At = "runs";

    // A search reads so many of the newest runs; an id finds any.
    private const int Searched = 500;

    public string Path => At;

    public string Title => "Runs";

    public int Order => 30;

    public string Stylesheet => StudyPlane.Style;

    public async Task<IDashboardView> LoadAsync(DashboardRequest request, CancellationToken cancellationToken = default)
    {
        if (request["id"] is string id)
        {
            string[] ids = [id, .. request["with"]?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? []];
            var shown = new List<RunDetail>();
            foreach (string each in ids.Take(RunComparisonView.Most))
            {
                shown.Add(await reader.DetailAsync(each, cancellationToken).ConfigureAwait(false));
            }

            return shown.Count > 1 ? new RunComparisonView(shown, ids.Length - shown.Count) : new RunDetailView(shown[0]);
        }

        if (request[RunParallelView.Asked] is not null)
        {
            return await LinesAsync(request, cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyList<Run> runs = await reader.ListAsync(
            new RunQuery { Experiment = request["experiment"], Kind = request["kind"], BeforeId = request["before"], Take = request.Rows + 1 }, cancellationToken).ConfigureAwait(false);
        var rows = new List<RunRow>();
        foreach (Run run in runs.Take(request.Rows))
        {
            rows.Add(await reader.RowAsync(run, cancellationToken).ConfigureAwait(false));
        }

        return new RunsView(rows, request, runs.Count > request.Rows ? rows[^1].Id : null);
    }

    private async Task<RunParallelView> LinesAsync(DashboardRequest request, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<Run> found = await reader.SearchAsync(
                new RunSearch { Experiments = request["experiment"] is { } experiment ? [experiment] : [], Kind = request["kind"], Filter = request["filter"], Take = RunParallelView.Most }, cancellationToken).ConfigureAwait(false);
            return new RunParallelView(found, [.. found.Select(RunReader.Row)], request, null);
        }
        catch (FilterException e)
        {
            return new RunParallelView([], [], request, e.Message);
        }
    }

    public async Task<IReadOnlyList<DashboardHit>> SearchAsync(string text, DashboardRequest request, CancellationToken cancellationToken = default)
    {
        Run? exact = await reader.FindAsync(text, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Run> newest = await reader.ListAsync(new RunQuery { Take = Searched }, cancellationToken).ConfigureAwait(false);
        return
        [
            .. (exact is null ? [] : new[] { exact })
                .Concat(newest.Where(r => r.Id != exact?.Id && (Has(r.Id) || Has(r.Name) || Has(r.Experiment))))
                .Take(request.Rows)
                .Select(r => new DashboardHit("run", r.Name, request.Link(At, ("id", r.Id)), $"{r.Kind} of {r.Experiment}, {r.Status.ToString().ToLowerInvariant()}, {r.Id}")),
        ];

        bool Has(string name) => name.Contains(text, StringComparison.OrdinalIgnoreCase);
    }
}
