using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Stores;

internal sealed class DeploymentStore(SqliteDatabase database) : IDeploymentStore
{
    private const string Columns = "name, model, revision, changed_at";

    public Task<DeploymentRecord> SaveAsync(DeploymentRecord deployment, IReadOnlyList<AliasMove> moves, CatalogEvent? happened = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(moves);
        ArgumentException.ThrowIfNullOrEmpty(deployment.Name, nameof(deployment));
        ArgumentException.ThrowIfNullOrEmpty(deployment.Model, nameof(deployment));
        if (moves.FirstOrDefault(m => m.Model != deployment.Model) is { } foreign)
        {
            throw new ArgumentException($"Deployment '{deployment.Name}' serves model '{deployment.Model}'; alias '{foreign.Alias}' is of model '{foreign.Model}'.", nameof(moves));
        }

        return database.WriteAsync(s => Save(s, deployment, moves, happened), cancellationToken);
    }

    public Task<DeploymentRecord?> FindAsync(string name, CancellationToken cancellationToken = default) => database.ReadAsync(s => Find(s, name), cancellationToken);

    public Task<IReadOnlyList<DeploymentRecord>> ListAsync(CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyList<DeploymentRecord>>(s => [.. s.All($"SELECT {Columns} FROM deployments ORDER BY name", Read).Select(d => WithVariants(s, d))], cancellationToken);

    private static DeploymentRecord? Find(SqliteSession s, string name) => s.First($"SELECT {Columns} FROM deployments WHERE name = $1", Read, name) is { } found ? WithVariants(s, found) : null;

    private static DeploymentRecord WithVariants(SqliteSession s, DeploymentRecord deployment) =>
        deployment with { Variants = s.All("SELECT version, role, weight, keys FROM deployment_variants WHERE deployment = $1 ORDER BY position", Variant, deployment.Name) };

    private static DeploymentVariant Variant(SqliteDataReader r) => new(r.GetInt32(0), Enum.Parse<VariantRole>(r.GetString(1), ignoreCase: true), r.GetDouble(2)) { Keys = KeyRangeText.Read(r.GetString(3)) };

    private static DeploymentRecord Read(SqliteDataReader r) => new()
    {
        Name = r.GetString(0),
        Model = r.GetString(1),
        Revision = r.GetInt64(2),
        ChangedAt = r.Time(3),
    };

    private DeploymentRecord Save(SqliteSession s, DeploymentRecord d, IReadOnlyList<AliasMove> moves, CatalogEvent? happened)
    {
        long revision = Find(s, d.Name)?.Revision ?? 0;
        if (revision != d.Revision)
        {
            throw new CatalogConflictException($"Deployment '{d.Name}' is at revision {revision}, not {d.Revision}: somebody changed it first. Read it again and decide anew.");
        }

        foreach (DeploymentVariant variant in d.Variants)
        {
            AliasTable.RequireVersion(s, d.Model, variant.Version);
        }

        AliasTable.Move(s, moves);
        s.Run($"INSERT OR REPLACE INTO deployments ({Columns}) VALUES ($1, $2, $3, $4)", d.Name, d.Model, revision + 1, database.Time.GetUtcNow().UtcTicks);
        s.Run("DELETE FROM deployment_variants WHERE deployment = $1", d.Name);
        for (int i = 0; i < d.Variants.Count; i++)
        {
            DeploymentVariant v = d.Variants[i];
            s.Run("INSERT INTO deployment_variants VALUES ($1, $2, $3, $4, $5, $6)", d.Name, i, v.Version, v.Role.ToString().ToLowerInvariant(), v.Weight, KeyRangeText.Write(v.Keys));
        }

        if (happened is not null)
        {
            EventStore.Insert(s, happened);
        }

        return Find(s, d.Name)!;
    }
}
