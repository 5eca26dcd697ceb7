namespace AiInfra.AspNetCore.Dashboard.Pages.Models;

/// <summary>The registry: models, one model's versions and audit, one version with its files and lineage.</summary>
internal sealed class ModelsPage(ModelsReader reader) : IDashboardPage
{
    public const string At = "models";

    // A list of models shows of each as much as says what it is; the rest is on the model's own page.
    private const int VersionsInAList = 5;

    public string Path => At;

    public string Title => "Models";

    public int Order => 20;

    public async Task<IDashboardView> LoadAsync(DashboardRequest request, CancellationToken cancellationToken = default)
    {
        if (request["name"] is string name)
        {
            return request.Whole("version") is int version
                ? new VersionDetailView(await reader.VersionAsync(name, version, cancellationToken).ConfigureAwait(false))
                : new ModelDetailView(await reader.ModelAsync(name, request.Rows, request.Whole("before"), request.Number("audit"), cancellationToken).ConfigureAwait(false), request);
        }

        IReadOnlyList<string> names = await reader.NamesAsync(cancellationToken).ConfigureAwait(false);
        int skip = Math.Min(request.Whole("skip") ?? 0, names.Count);
        var cards = new List<ModelCard>();
        foreach (string each in names.Skip(skip).Take(request.Rows))
        {
            cards.Add((await reader.ModelAsync(each, Math.Min(request.Rows, VersionsInAList), null, null, cancellationToken).ConfigureAwait(false)).Model);
        }

        return new ModelsView(cards, skip, skip + cards.Count < names.Count ? skip + cards.Count : null);
    }

    public async Task<IReadOnlyList<DashboardHit>> SearchAsync(string text, DashboardRequest request, CancellationToken cancellationToken = default) =>
    [
        .. (await reader.NamesAsync(cancellationToken).ConfigureAwait(false))
            .Where(n => n.Contains(text, StringComparison.OrdinalIgnoreCase))
            .Take(request.Rows)
            .Select(n => new DashboardHit("model", n, request.Link(At, ("name", n)))),
    ];
}
