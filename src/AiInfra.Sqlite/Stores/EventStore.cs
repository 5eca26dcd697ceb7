using AiInfra.Core.Catalog;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Stores;

internal sealed class EventStore(SqliteDatabase database) : IEventStore
{
    public Task AddAsync(IReadOnlyList<CatalogEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        return database.WriteAsync(
            s =>
            {
                foreach (CatalogEvent e in events)
                {
                    s.Run("INSERT INTO events (kind, subject, at, message, data, position) VALUES ($1, $2, $3, $4, $5, $6)", e.Kind, e.Subject, e.At.UtcTicks, e.Message, e.Data, e.Position);
                }
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<CatalogEvent>> ListAsync(EventQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegative(query.Take, nameof(query));
        string where = (query.Kind, query.Subject) switch
        {
            (null, null) => "id > $3",
            (not null, null) => "kind = $1 AND id > $3",
            (null, not null) => "subject = $2 AND id > $3",
            _ => "kind = $1 AND subject = $2 AND id > $3",
        } + (query.BeforeId is null ? "" : " AND id < $5");
        return database.ReadAsync<IReadOnlyList<CatalogEvent>>(
            s => s.All(
                $"SELECT id, kind, subject, at, message, data, position FROM events WHERE {where} ORDER BY id DESC LIMIT $4",
                r => new CatalogEvent(r.GetString(1), r.GetString(2), r.Time(3), r.GetString(4), r.GetString(5), r.LongOrNull(6), r.GetInt64(0)),
                query.Kind, query.Subject, query.AfterId, query.Take, query.BeforeId),
            cancellationToken);
    }
}
