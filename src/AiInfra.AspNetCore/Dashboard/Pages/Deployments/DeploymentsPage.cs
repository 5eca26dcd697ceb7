namespace AiInfra.AspNetCore.Dashboard.Pages.Deployments;

/// <summary>What answers: all deployments, or one with its traffic over time.</summary>
internal sealed class DeploymentsPage(DeploymentReader reader) : IDashboardPage
{
    public const string At = "deployments";

    public string Path => At;

    public string Title => "Deployments";

    public int Order => 10;

    public async Task<IDashboardView> LoadAsync(DashboardRequest request, CancellationToken cancellationToken = default)
    {
        if (request["name"] is string name)
        {
            return new DeploymentDetailView(await reader.DetailAsync(name, request, cancellationToken).ConfigureAwait(false));
        }

        IReadOnlyList<string> names = await reader.NamesAsync(cancellationToken).ConfigureAwait(false);
        int skip = Math.Min(request.Whole("skip") ?? 0, names.Count);
        var cards = new List<DeploymentCard>();
        foreach (string each in names.Skip(skip).Take(request.Rows))
        {
            cards.Add(await reader.CardAsync(each, request.MayChange, cancellationToken).ConfigureAwait(false));
        }

        return new DeploymentsView(cards, skip, skip + cards.Count < names.Count ? skip + cards.Count : null);
    }

    public async Task<IReadOnlyList<DashboardHit>> SearchAsync(string text, DashboardRequest request, CancellationToken cancellationToken = default) =>
    [
        .. (await reader.NamesAsync(cancellationToken).ConfigureAwait(false))
            .Where(n => n.Contains(text, StringComparison.OrdinalIgnoreCase))
            .Take(request.Rows)
            .Select(n => new DashboardHit("deployment", n, request.Link(At, ("name", n)))),
    ];
}
