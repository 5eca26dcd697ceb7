namespace AiInfra.AspNetCore.Dashboard;

/// <summary>A page of the dashboard. Register one of your own with <c>services.AddSingleton&lt;IDashboardPage, MyPage&gt;()</c>: it gets its place in the navigation, its path below <c>/aiinfra</c> and its data as JSON below <c>/aiinfra/api</c>, behind the same doors as the others.</summary>
/// <remarks>One instance answers all requests, also at the same time.</remarks>
public interface IDashboardPage
{
    /// <summary>Path below <c>/aiinfra</c>: lower-case words of letters, digits and hyphens, with slashes between them. Empty for the page that opens first.</summary>
    string Path { get; }

    /// <summary>Name in the navigation, and the page's heading.</summary>
    string Title { get; }

    /// <summary>Place in the navigation, ascending; of pages with the same number, by title. A negative number keeps it out of the navigation.</summary>
    /// <value>Default 1000: after the project's own pages, which have 0 to 100.</value>
    int Order => 1000;

    /// <summary>Rules of style that only this page needs. Colours and shapes that fit the others, by day and by night, come from the dashboard's sheet.</summary>
    /// <value>Default empty.</value>
    string Stylesheet => "";

    /// <summary>Reads what the page shows: no more than <see cref="DashboardRequest.Rows"/> rows of what grows with time, and links to the rest.</summary>
    /// <exception cref="AiInfra.Core.Catalog.CatalogNotFoundException">What the query asks for does not exist (404; its message is shown).</exception>
    Task<IDashboardView> LoadAsync(DashboardRequest request, CancellationToken cancellationToken = default);

    /// <summary>What this page knows by a name or an id that somebody searches.</summary>
    /// <param name="text">What is sought, trimmed, not empty.</param>
    /// <param name="request">The request, for links.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>At most <see cref="DashboardRequest.Rows"/> hits; none by default.</returns>
    Task<IReadOnlyList<DashboardHit>> SearchAsync(string text, DashboardRequest request, CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<DashboardHit>>([]);
}
