namespace AiInfra.AspNetCore.Dashboard.Pages.Search;

/// <summary>Asks every page what it knows by a name or an id.</summary>
/// <param name="pages">All pages.</param>
internal sealed class SearchPage(Func<IReadOnlyList<IDashboardPage>> pages) : IDashboardPage
{
    public const string At = "search";

    public string Path => At;

    public string Title => "Search";

    public int Order => -1;

    public async Task<IDashboardView> LoadAsync(DashboardRequest request, CancellationToken cancellationToken = default)
    {
        var hits = new List<DashboardHit>();
        if (request["q"] is string text)
        {
            foreach (IDashboardPage page in pages())
            {
                hits.AddRange(await page.SearchAsync(text, request, cancellationToken).ConfigureAwait(false));
            }
        }

        return new SearchView(request["q"], hits);
    }
}
