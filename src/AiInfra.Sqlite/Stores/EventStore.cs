using System.Text.Json;
using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
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
                    Insert(s, e);
                }
            },
            cancellationToken);
    }

    /// <summary>Adds an event inside a transaction of somebody's.</summary>
    public static void Insert(SqliteSession s, CatalogEvent e) =>
        s.Run("INSERT INTO events (kind, subject, at, message, data, position) VALUES ($1, $2, $3, $4, $5, $6)", e.Kind, e.Subject, e.At.UtcTicks, e.Message, e.Data, e.Position);

    public Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pruning);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pruning.Take, nameof(pruning));
        return pruning.DryRun ? database.ReadAsync(s => Prunable(s, pruning), cancellationToken) : database.WriteAsync(s => Prune(s, pruning), cancellationToken);
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
        } + (query.BeforeId is null ? "" : " AND id < $5") + (query.ExceptKinds.Count == 0 ? "" : " AND kind NOT IN (SELECT value FROM json_each($6))");
        return database.ReadAsync<IReadOnlyList<CatalogEvent>>(
            s => s.All(
                $"SELECT id, kind, subject, at, message, data, position FROM events WHERE {where} ORDER BY id DESC LIMIT $4",
                r => new CatalogEvent(r.GetString(1), r.GetString(2), r.Time(3), r.GetString(4), r.GetString(5), r.LongOrNull(6), r.GetInt64(0)),
                query.Kind, query.Subject, query.AfterId, query.Take, query.BeforeId, query.ExceptKinds.Count == 0 ? null : JsonSerializer.Serialize([.. query.ExceptKinds], StoreJson.Default.StringArray)),
            cancellationToken);
    }

    private const string RowBytes = "length(CAST(data AS BLOB)) + length(CAST(message AS BLOB)) + 3 * length(kind) + 2 * length(subject) + 40";
    private const string Going = "id <= $1 OR at < $2";

    private static Pruned Prunable(SqliteSession s, Pruning p) => s.First(
        $"SELECT count(*), coalesce(sum({RowBytes}), 0) FROM events WHERE {Going}",
        r => new Pruned(r.GetInt64(0), r.GetInt64(1)),
        Tail.Last(s, "events", "id", RowBytes, p), p.Before?.UtcTicks);

    private static Pruned Prune(SqliteSession s, Pruning p)
    {
        List<(long Id, long Bytes)> going = s.All(
            $"SELECT id, {RowBytes} FROM events WHERE {Going} ORDER BY id LIMIT $3",
            r => (r.GetInt64(0), r.GetInt64(1)),
            Tail.Last(s, "events", "id", RowBytes, p), p.Before?.UtcTicks, p.Take);
        foreach ((long id, _) in going)
        {
            s.Run("DELETE FROM events WHERE id = $1", id);
        }

        return new Pruned(going.Count, going.Sum(g => g.Bytes));
    }
}
