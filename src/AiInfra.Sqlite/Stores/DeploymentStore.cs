using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Stores;

internal sealed class DeploymentStore(SqliteDatabase database) : IDeploymentStore
{
    private const string Columns = "name, model, champion, challenger, challenger_share, previous, revision, changed_at";

    public Task<DeploymentRecord> SaveAsync(DeploymentRecord deployment, IReadOnlyList<AliasMove> moves, CatalogEvent? happened = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(moves);
        ArgumentException.ThrowIfNullOrEmpty(deployment.Name, nameof(deployment));
        ArgumentException.ThrowIfNullOrEmpty(deployment.Model, nameof(deployment));
        if (deployment.ChallengerShare is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(deployment), deployment.ChallengerShare, "The challenger's share is between 0 and 1.");
        }

        if (moves.FirstOrDefault(m => m.Model != deployment.Model) is { } foreign)
        {
            throw new ArgumentException($"Deployment '{deployment.Name}' serves model '{deployment.Model}'; alias '{foreign.Alias}' is of model '{foreign.Model}'.", nameof(moves));
        }

        return database.WriteAsync(s => Save(s, deployment, moves, happened), cancellationToken);
    }

    public Task<DeploymentRecord?> FindAsync(string name, CancellationToken cancellationToken = default) => database.ReadAsync(s => Find(s, name), cancellationToken);

    public Task<IReadOnlyList<DeploymentRecord>> ListAsync(CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyList<DeploymentRecord>>(s => s.All($"SELECT {Columns} FROM deployments ORDER BY name", Read), cancellationToken);

    private static DeploymentRecord? Find(SqliteSession s, string name) => s.First($"SELECT {Columns} FROM deployments WHERE name = $1", Read, name);

    private static DeploymentRecord Read(SqliteDataReader r) => new()
    {
        Name = r.GetString(0),
        Model = r.GetString(1),
        Champion = r.IntOrNull(2),
        Challenger = r.IntOrNull(3),
        ChallengerShare = r.GetDouble(4),
        Previous = r.IntOrNull(5),
        Revision = r.GetInt64(6),
        ChangedAt = r.Time(7),
    };

    private DeploymentRecord Save(SqliteSession s, DeploymentRecord d, IReadOnlyList<AliasMove> moves, CatalogEvent? happened)
    {
        long revision = Find(s, d.Name)?.Revision ?? 0;
        if (revision != d.Revision)
        {
            throw new CatalogConflictException($"Deployment '{d.Name}' is at revision {revision}, not {d.Revision}: somebody changed it first. Read it again and decide anew.");
        }

        foreach (int? version in (int?[])[d.Champion, d.Challenger, d.Previous])
        {
            if (version is { } there)
            {
                AliasTable.RequireVersion(s, d.Model, there);
            }
        }

        AliasTable.Move(s, moves);
        s.Run(
            $"INSERT OR REPLACE INTO deployments ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            d.Name, d.Model, d.Champion, d.Challenger, d.ChallengerShare, d.Previous, revision + 1, database.Time.GetUtcNow().UtcTicks);
        if (happened is not null)
        {
            EventStore.Insert(s, happened);
        }

        return Find(s, d.Name)!;
    }
}
