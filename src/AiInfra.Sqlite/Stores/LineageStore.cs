using AiInfra.Core.Catalog;
using AiInfra.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Stores;

internal sealed class LineageStore(SqliteDatabase database) : ILineageStore
{
    private const string Upstream = "SELECT from_kind, from_id, to_kind, to_id, role FROM lineage WHERE to_kind = $1 AND to_id = $2 ORDER BY number";
    private const string Downstream = "SELECT from_kind, from_id, to_kind, to_id, role FROM lineage WHERE from_kind = $1 AND from_id = $2 ORDER BY number";

    public Task AddAsync(IReadOnlyList<LineageEdge> edges, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(edges);
        return database.WriteAsync(
            s =>
            {
                foreach (LineageEdge edge in edges)
                {
                    s.Run(
                        "INSERT OR IGNORE INTO lineage (from_kind, from_id, to_kind, to_id, role) VALUES ($1, $2, $3, $4, $5)",
                        edge.From.Kind, edge.From.Id, edge.To.Kind, edge.To.Id, edge.Role);
                }
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<LineageEdge>> UpstreamAsync(LineageNode node, CancellationToken cancellationToken = default) =>
        database.ReadAsync(s => Walk(s, node, Upstream, e => e.From), cancellationToken);

    public Task<IReadOnlyList<LineageEdge>> DownstreamAsync(LineageNode node, CancellationToken cancellationToken = default) =>
        database.ReadAsync(s => Walk(s, node, Downstream, e => e.To), cancellationToken);

    private static IReadOnlyList<LineageEdge> Walk(SqliteSession s, LineageNode start, string sql, Func<LineageEdge, LineageNode> next)
    {
        ArgumentNullException.ThrowIfNull(start);
        var edges = new List<LineageEdge>();
        var seen = new HashSet<LineageNode> { start };
        var waiting = new Queue<LineageNode>([start]);
        while (waiting.TryDequeue(out LineageNode? node))
        {
            foreach (LineageEdge edge in s.All(sql, Read, node.Kind, node.Id))
            {
                edges.Add(edge);
                if (seen.Add(next(edge)))
                {
                    waiting.Enqueue(next(edge));
                }
            }
        }

        return edges;
    }

    private static LineageEdge Read(SqliteDataReader r) =>
        new(new LineageNode(r.GetString(0), r.GetString(1)), new LineageNode(r.GetString(2), r.GetString(3)), r.GetString(4));
}
