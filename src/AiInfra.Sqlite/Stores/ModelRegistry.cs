using System.Text;
using System.Text.Json;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Stores;

internal sealed class ModelRegistry(SqliteDatabase database) : IModelRegistry
{
    private const string Columns = "model, version, registered_at, run_id, dataset_commit_id, metrics";

    public Task<ModelVersion> RegisterAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentException.ThrowIfNullOrEmpty(version.Model, nameof(version));
        if (version.Files.Count == 0)
        {
            throw new ArgumentException($"A version of '{version.Model}' needs at least one file.", nameof(version));
        }

        return database.WriteAsync(
            s =>
            {
                string content = Content(version.Files);
                long? known = s.Number("SELECT version FROM model_versions WHERE model = $1 AND run_id = $2 AND content = $3", version.Model, version.RunId, content);
                return Find(s, version.Model, (int)(known ?? Insert(s, version, content)))!;
            },
            cancellationToken);
    }

    public Task<ModelVersion?> FindAsync(string model, int version, CancellationToken cancellationToken = default) =>
        database.ReadAsync(s => Find(s, model, version), cancellationToken);

    public Task<ModelVersion?> FindAsync(string model, string alias, CancellationToken cancellationToken = default) =>
        database.ReadAsync(s => AliasTable.Find(s, model, alias) is { } version ? Find(s, model, version) : null, cancellationToken);

    public Task<IReadOnlyList<ModelVersion>> VersionsAsync(string model, CancellationToken cancellationToken = default) => VersionsAsync(model, int.MaxValue, null, cancellationToken);

    public Task<IReadOnlyList<ModelVersion>> VersionsAsync(string model, int take, int? before = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        return database.ReadAsync<IReadOnlyList<ModelVersion>>(
            s => [.. s.All($"SELECT {Columns} FROM model_versions WHERE model = $1 AND version < $2 ORDER BY version DESC LIMIT $3", Read, model, before ?? long.MaxValue, take).Select(v => WithDetails(s, v))],
            cancellationToken);
    }

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyList<string>>(s => s.All("SELECT DISTINCT model FROM model_versions ORDER BY model", r => r.GetString(0)), cancellationToken);

    public Task<IReadOnlyDictionary<string, int>> AliasesAsync(string model, CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyDictionary<string, int>>(s => s.Pairs("SELECT alias, version FROM model_aliases WHERE model = $1", r => r.GetInt32(1), model), cancellationToken);

    public Task MoveAliasesAsync(IReadOnlyList<AliasMove> moves, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(moves);
        if (moves.Select(m => m.Model).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            throw new ArgumentException("The moves are of several models; move the aliases of one model at a time.", nameof(moves));
        }

        return database.WriteAsync(s => AliasTable.Move(s, moves), cancellationToken);
    }

    public Task<IReadOnlyList<AliasMove>> AuditAsync(string model, int take = 100, long? before = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        return database.ReadAsync<IReadOnlyList<AliasMove>>(s => AliasTable.Audit(s, model, take, before ?? long.MaxValue), cancellationToken);
    }

    public Task DeleteAsync(string model, int version, CancellationToken cancellationToken = default) => database.WriteAsync(
        s =>
        {
            AliasTable.RequireVersion(s, model, version);
            if (Needed.Version(s, model, version) is { } why)
            {
                throw new CatalogConflictException($"Version {version} of model '{model}' can't be deleted: {why}.");
            }

            s.Run("INSERT INTO model_numbers (model, last) SELECT $1, max(version) FROM model_versions WHERE model = $1 ON CONFLICT DO UPDATE SET last = max(last, excluded.last)", model);
            foreach (string table in new[] { "model_files", "model_tags", "model_versions" })
            {
                s.Run($"DELETE FROM {table} WHERE model = $1 AND version = $2", model, version);
            }
        },
        cancellationToken);

    public Task SetTagsAsync(string model, int version, IReadOnlyDictionary<string, string?> tags, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return database.WriteAsync(
            s =>
            {
                AliasTable.RequireVersion(s, model, version);
                foreach ((string key, string? value) in tags)
                {
                    SetTag(s, model, version, key, value);
                }
            },
            cancellationToken);
    }

    private static void SetTag(SqliteSession s, string model, long version, string key, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (value is null)
        {
            s.Run("DELETE FROM model_tags WHERE model = $1 AND version = $2 AND key = $3", model, version, key);
        }
        else
        {
            s.Run("INSERT INTO model_tags (model, version, key, value) VALUES ($1, $2, $3, $4) ON CONFLICT DO UPDATE SET value = excluded.value", model, version, key, value);
        }
    }

    private static string Content(IReadOnlyDictionary<string, ArtifactDigest> files)
    {
        var lines = new StringBuilder();
        foreach ((string name, ArtifactDigest digest) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            lines.Append(name).Append('\n').Append(digest.Hex).Append('\n');
        }

        return ArtifactDigest.Of(Encoding.UTF8.GetBytes(lines.ToString())).Hex;
    }

    private static ModelVersion? Find(SqliteSession s, string model, int version)
    {
        ModelVersion? found = s.First($"SELECT {Columns} FROM model_versions WHERE model = $1 AND version = $2", Read, model, version);
        return found is null ? null : WithDetails(s, found);
    }

    private static ModelVersion Read(SqliteDataReader r) => new()
    {
        Model = r.GetString(0),
        Version = r.GetInt32(1),
        RegisteredAt = r.Time(2),
        RunId = r.TextOrNull(3),
        DatasetCommitId = r.TextOrNull(4),
        Metrics = JsonSerializer.Deserialize(r.GetString(5), StoreJson.Default.DictionaryStringDouble)!,
        Files = new Dictionary<string, ArtifactDigest>(),
    };

    private static ModelVersion WithDetails(SqliteSession s, ModelVersion v) => v with
    {
        Files = s.Pairs("SELECT name, digest FROM model_files WHERE model = $1 AND version = $2", r => r.Digest(1), v.Model, v.Version),
        Tags = s.Pairs("SELECT key, value FROM model_tags WHERE model = $1 AND version = $2", r => r.GetString(1), v.Model, v.Version),
    };

    private long Insert(SqliteSession s, ModelVersion v, string content)
    {
        long number = (s.Number("SELECT max(n) FROM (SELECT max(version) AS n FROM model_versions WHERE model = $1 UNION ALL SELECT last FROM model_numbers WHERE model = $1)", v.Model) ?? 0) + 1;
        s.Run(
            "INSERT INTO model_versions (model, version, registered_at, run_id, dataset_commit_id, metrics, content) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            v.Model, number, database.Time.GetUtcNow().UtcTicks, v.RunId, v.DatasetCommitId,
            JsonSerializer.Serialize(v.Metrics.ToDictionary(), StoreJson.Default.DictionaryStringDouble), content);
        RegisteredModelStore.Touch(s, v.Model, database.Time.GetUtcNow().UtcTicks);
        foreach ((string name, ArtifactDigest digest) in v.Files)
        {
            s.Run("INSERT INTO model_files (model, version, name, digest) VALUES ($1, $2, $3, $4)", v.Model, number, name, digest.Hex);
        }

        foreach ((string key, string value) in v.Tags)
        {
            SetTag(s, v.Model, number, key, value);
        }

        return number;
    }
}
