using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Events;

/// <summary>What happened, by kind and subject.</summary>
internal sealed class EventsPage(EventsReader reader, EventLooks looks) : IDashboardPage
{
    public const string At = "events";

    public string Path => At;

    public string Title => "Events";

    public int Order => 50;

    public async Task<IDashboardView> LoadAsync(DashboardRequest request, CancellationToken cancellationToken = default)
    {
        (IReadOnlyList<EventRow> rows, long? next) = await reader.PageAsync(request["kind"], request["subject"], request.Number("before"), request.Rows, cancellationToken).ConfigureAwait(false);
        return new EventsView(rows, request, next, looks);
    }

    public async Task<IReadOnlyList<DashboardHit>> SearchAsync(string text, DashboardRequest request, CancellationToken cancellationToken = default)
    {
        var hits = new List<DashboardHit>();
        if (long.TryParse(text, out long id) && await reader.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } e)
        {
            hits.Add(new DashboardHit("event", $"{e.Kind} {e.Id}", request.Link(At, ("kind", e.Kind), ("subject", e.Subject), ("before", PageParts.Number(e.Id + 1))), e.Message));
        }

        if ((await reader.OfSubjectAsync(text, 1, cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            hits.Add(new DashboardHit("events", text, request.Link(At, ("subject", text)), "everything about it"));
        }

        return hits;
    }
}
