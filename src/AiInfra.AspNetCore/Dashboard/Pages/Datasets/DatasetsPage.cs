using AiInfra.Core.Catalog;

namespace AiInfra.AspNetCore.Dashboard.Pages.Datasets;

/// <summary>Datasets, one dataset's commits by branch, one commit with report, notes and schema.</summary>
internal sealed class DatasetsPage(DatasetReader reader) : IDashboardPage
{
    public const string At = "datasets";
    private const int CommitsInAList = 10;

    public string Path => At;

    public string Title => "Datasets";

    public int Order => 40;

    public async Task<IDashboardView> LoadAsync(DashboardRequest request, CancellationToken cancellationToken = default)
    {
        if (request["commit"] is string commit)
        {
            return new CommitDetailView(await reader.CommitAsync(commit, cancellationToken).ConfigureAwait(false));
        }

        if (request["name"] is string name)
        {
            return new DatasetDetailView(await reader.DatasetAsync(name, request["branch"], request["before"], request.Rows, cancellationToken).ConfigureAwait(false));
        }

        IReadOnlyList<string> names = await reader.NamesAsync(cancellationToken).ConfigureAwait(false);
        int skip = Math.Min(request.Whole("skip") ?? 0, names.Count);
        var cards = new List<DatasetCard>();
        foreach (string each in names.Skip(skip).Take(request.Rows))
        {
            cards.Add((await reader.DatasetAsync(each, null, null, Math.Min(request.Rows, CommitsInAList), cancellationToken).ConfigureAwait(false)).Dataset);
        }

        return new DatasetsView(cards, skip, skip + cards.Count < names.Count ? skip + cards.Count : null);
    }

    public async Task<IReadOnlyList<DashboardHit>> SearchAsync(string text, DashboardRequest request, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string> names = await reader.NamesAsync(cancellationToken).ConfigureAwait(false);
        DatasetCommit? commit = await reader.FindAsync(text, cancellationToken).ConfigureAwait(false);
        return
        [
            .. (commit is null ? [] : new[] { new DashboardHit("commit", HtmlNumbers.Short(commit.Id), request.Link(At, ("commit", commit.Id)), $"of {commit.Dataset}: {commit.Message}") })
                .Concat(names.Where(n => n.Contains(text, StringComparison.OrdinalIgnoreCase)).Select(n => new DashboardHit("dataset", n, request.Link(At, ("name", n)))))
                .Take(request.Rows),
        ];
    }
}
