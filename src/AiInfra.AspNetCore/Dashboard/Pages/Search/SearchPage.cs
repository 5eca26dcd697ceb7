using Microsoft.Extensions.Logging;

namespace AiInfra.AspNetCore.Dashboard.Pages.Search;

/// <summary>Asks every page what it knows by a name or an id.</summary>
/// <param name="pages">All pages.</param>
/// <param name="logger">Hears of pages that could not be asked.</param>
internal sealed partial class SearchPage(Func<IReadOnlyList<IDashboardPage>> pages, ILogger logger) : IDashboardPage
{
    public const string At = "search";

    public string Path => At;

    public string Title => "Search";

    public int Order => -1;

    public async Task<IDashboardView> LoadAsync(DashboardRequest request, CancellationToken cancellationToken = default)
    {
        var hits = new List<DashboardHit>();
        var unasked = new List<DashboardHit>();
        if (request["q"] is string text)
        {
            foreach (IDashboardPage page in pages())
            {
                try
                {
                    IReadOnlyList<DashboardHit> found = await page.SearchAsync(text, request, cancellationToken).ConfigureAwait(false);
                    hits.AddRange(found is null || found.Contains(null!) ? throw new InvalidOperationException($"{page.GetType()}.{nameof(IDashboardPage.SearchAsync)} gave null; an empty list is no hit.") : found);
                }
                catch (Exception e) when (!cancellationToken.IsCancellationRequested)
                {
                    // A page may be somebody else's: what the others found is shown, and that this one was not asked.
                    LogUnasked(logger, e, page.Title, page.GetType());
                    unasked.Add(new DashboardHit("error", page.Title, request.Link(page.Path), $"{page.Title} could not be asked; the host's log says why."));
                }
            }
        }

        return new SearchView(request["q"], hits, unasked);
    }

    [LoggerMessage(EventId = 8006, Level = LogLevel.Error, Message = "The dashboard's page '{Title}' ({Type}) could not be asked for what is sought; the hits of the others are shown.")]
    private static partial void LogUnasked(ILogger logger, Exception e, string title, Type type);
}
