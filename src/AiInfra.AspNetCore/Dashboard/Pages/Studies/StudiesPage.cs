namespace AiInfra.AspNetCore.Dashboard.Pages.Studies;

/// <summary>Studies of tuning: a list, or one with its pictures and trials.</summary>
internal sealed class StudiesPage(StudyReader reader) : IDashboardPage
{
    public const string At = "studies";

    // A search looks through so many of the newest studies.
    private const int Searched = 500;

    public string Path => At;

    public string Title => "Studies";

    public int Order => 35;

    public string Stylesheet => StudyPlane.Style;

    public async Task<IDashboardView> LoadAsync(DashboardRequest request, CancellationToken cancellationToken = default)
    {
        if (request["name"] is not string name)
        {
            return new StudiesView(await reader.ListAsync(request.Rows, cancellationToken).ConfigureAwait(false));
        }

        (StudyDetail detail, StudyPictureData pictures) = await reader.DetailAsync(name, request.Rows, cancellationToken).ConfigureAwait(false);
        return new StudyDetailView(detail, pictures);
    }

    public async Task<IReadOnlyList<DashboardHit>> SearchAsync(string text, DashboardRequest request, CancellationToken cancellationToken = default) =>
    [
        .. (await reader.ListAsync(Searched, cancellationToken).ConfigureAwait(false))
            .Where(s => s.Name.Contains(text, StringComparison.OrdinalIgnoreCase))
            .Take(request.Rows)
            .Select(s => new DashboardHit("study", s.Name, request.Link(At, ("name", s.Name)), string.Join(", ", s.Directions))),
    ];
}
