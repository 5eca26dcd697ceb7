using AiInfra.AspNetCore.Dashboard.Parts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;

namespace AiInfra.AspNetCore.Dashboard.Pages.Events;

/// <summary>Reads events, a page at a time.</summary>
internal sealed class EventsReader(ICatalog catalog, EventLooks looks)
{
    // Of a stream that is judged every few hundred rows most events found nothing: a page looks through so many, and its link goes on where it stopped.
    private const int Chunk = 200;
    private const int Chunks = 10;

    /// <summary>What happened, the newest first. Without a kind, judgements that found nothing are left out, for the charts show them, and a gate's words where what followed from them says them again.</summary>
    /// <returns>The rows, and the event before which the next page begins; null where there is none.</returns>
    public async Task<(IReadOnlyList<EventRow> Rows, long? Before)> PageAsync(string? kind, string? subject, long? before, int rows, CancellationToken cancellationToken)
    {
        if (kind is not null)
        {
            IReadOnlyList<CatalogEvent> all = await catalog.Events.ListAsync(new EventQuery { Kind = kind, Subject = subject, BeforeId = before, Take = rows + 1 }, cancellationToken).ConfigureAwait(false);
            return ([.. all.Take(rows).Select(looks.Row)], all.Count > rows ? all[rows - 1].Id : null);
        }

        var shown = new List<EventRow>();
        var followed = new HashSet<(string Subject, long? Position, string Message)>();
        for (int i = 0; i < Chunks; i++)
        {
            IReadOnlyList<CatalogEvent> chunk = await catalog.Events.ListAsync(new EventQuery { Subject = subject, BeforeId = before, Take = Chunk }, cancellationToken).ConfigureAwait(false);
            (EventRow Row, bool FoundNothing)[] read = [.. chunk.Select(e => (looks.Row(e), looks.FoundNothing(e)))];
            followed.UnionWith(read.Where(e => e.Row.Kind != EventKinds.Gate).Select(e => (e.Row.Subject, e.Row.Position, e.Row.Message)));
            foreach ((EventRow e, bool foundNothing) in read)
            {
                if (shown.Count == rows)
                {
                    return (shown, before);
                }

                before = e.Id;
                if (!foundNothing && !(e.Kind == EventKinds.Gate && followed.Contains((e.Subject, e.Position, e.Message))))
                {
                    shown.Add(e);
                }
            }

            if (chunk.Count < Chunk)
            {
                return (shown, null);
            }
        }

        return (shown, before);
    }

    /// <summary>The newest events but for judgements, of all subjects or of one.</summary>
    public async Task<IReadOnlyList<EventRow>> NewestAsync(string? subject, int rows, CancellationToken cancellationToken)
    {
        IReadOnlyList<CatalogEvent> events = await catalog.Events.ListAsync(new EventQuery { Subject = subject, ExceptKinds = looks.NotInNews, Take = rows }, cancellationToken).ConfigureAwait(false);
        return EventLooks.Once([.. events.Select(looks.Row)]);
    }

    public Task<IReadOnlyList<CatalogEvent>> OfSubjectAsync(string subject, int take, CancellationToken cancellationToken) =>
        catalog.Events.ListAsync(new EventQuery { Subject = subject, Take = take }, cancellationToken);

    public async Task<CatalogEvent?> FindAsync(long id, CancellationToken cancellationToken) =>
        id is <= 0 or long.MaxValue ? null : (await catalog.Events.ListAsync(new EventQuery { AfterId = id - 1, BeforeId = id + 1, Take = 1 }, cancellationToken).ConfigureAwait(false)).FirstOrDefault();
}
