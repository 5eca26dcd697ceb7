using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Stores;

internal sealed class RegisteredModelStore(SqliteDatabase database) : IRegisteredModelStore
{
    private const string Columns = "name, created_at, changed_at, description";
    private static readonly string[] s_tables = ["model_versions", "model_files", "model_tags", "model_aliases", "alias_moves", "model_numbers", "registered_model_tags"];

    /// <summary>Notes that a model changed, and makes it where it is not there; whether it was made.</summary>
    public static bool Touch(SqliteSession s, string name, long now)
    {
        if (s.Run("UPDATE models SET changed_at = $2 WHERE name = $1", name, now) > 0)
        {
            return false;
        }

        s.Run("INSERT INTO models (name, created_at, changed_at, description) VALUES ($1, $2, $2, '')", name, now);
        return true;
    }

    public Task<RegisteredModel> CreateAsync(string name, string description = "", IReadOnlyDictionary<string, string>? tags = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(description);
        return database.WriteAsync(
            s =>
            {
                if (!Touch(s, name, Now))
                {
                    throw new CatalogConflictException($"There is a model '{name}' already.");
                }

                s.Run("UPDATE models SET description = $2 WHERE name = $1", name, description);
                SetTags(s, name, (tags ?? new Dictionary<string, string>()).Select(t => KeyValuePair.Create(t.Key, (string?)t.Value)));
                return Find(s, name)!;
            },
            cancellationToken);
    }

    public Task<RegisteredModel?> FindAsync(string name, CancellationToken cancellationToken = default) => database.ReadAsync(s => Find(s, name), cancellationToken);

    public Task<IReadOnlyList<RegisteredModel>> ListAsync(CancellationToken cancellationToken = default) => database.ReadAsync<IReadOnlyList<RegisteredModel>>(
        s =>
        {
            ILookup<string, KeyValuePair<string, string>> tags = s.All("SELECT model, key, value FROM registered_model_tags", r => (Of: r.GetString(0), Tag: KeyValuePair.Create(r.GetString(1), r.GetString(2)))).ToLookup(t => t.Of, t => t.Tag);
            return [.. s.All($"SELECT {Columns} FROM models ORDER BY name", Read).Select(m => m with { Tags = tags[m.Name].ToDictionary() })];
        },
        cancellationToken);

    public Task DescribeAsync(string name, string description, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(description);
        return ChangeAsync(name, s => s.Run("UPDATE models SET description = $2 WHERE name = $1", name, description), cancellationToken);
    }

    public Task SetTagsAsync(string name, IReadOnlyDictionary<string, string?> tags, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return ChangeAsync(name, s => SetTags(s, name, tags), cancellationToken);
    }

    public Task RenameAsync(string name, string to, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(to);
        return ChangeAsync(
            name,
            s =>
            {
                RefuseServed(s, name, "get another name");
                if (to != name && Find(s, to) is not null)
                {
                    throw new CatalogConflictException($"There is a model '{to}' already; '{name}' keeps its name.");
                }

                // What is left of a deleted model of the new name: numbers go on after the higher.
                s.Run("DELETE FROM model_numbers WHERE model = $2 AND last <= (SELECT coalesce(max(version), 0) FROM model_versions WHERE model = $1)", name, to);
                s.Run("INSERT INTO model_numbers (model, last) SELECT $1, last FROM model_numbers WHERE model = $2 ON CONFLICT DO UPDATE SET last = max(last, excluded.last)", name, to);
                s.Run("DELETE FROM model_numbers WHERE model = $1", to);
                s.Run("UPDATE models SET name = $2 WHERE name = $1", name, to);
                foreach (string table in s_tables)
                {
                    s.Run($"UPDATE {table} SET model = $2 WHERE model = $1", name, to);
                }

                foreach (string end in new[] { "from", "to" })
                {
                    s.Run($"UPDATE lineage SET {end}_id = $2 || substr({end}_id, length($1) + 1) WHERE {end}_kind = 'model' AND substr({end}_id, 1, length($1) + 1) = $1 || '/'", name, to);
                }
            },
            cancellationToken);
    }

    public Task DeleteAsync(string name, string actor, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        return ChangeAsync(
            name,
            s =>
            {
                RefuseServed(s, name, "be deleted");
                AliasMove[] aliases = [.. s.All("SELECT alias, version FROM model_aliases WHERE model = $1", r => new AliasMove(name, r.GetString(0), r.GetInt32(1), null, actor, "The model was deleted.", database.Time.GetUtcNow()), name)];
                AliasTable.Move(s, aliases);
                s.Run("INSERT INTO model_numbers (model, last) SELECT $1, max(version) FROM model_versions WHERE model = $1 HAVING max(version) IS NOT NULL ON CONFLICT DO UPDATE SET last = max(last, excluded.last)", name);
                foreach (string table in new[] { "model_files", "model_tags", "model_versions", "registered_model_tags" })
                {
                    s.Run($"DELETE FROM {table} WHERE model = $1", name);
                }

                s.Run("DELETE FROM models WHERE name = $1", name);
            },
            cancellationToken);
    }

    private long Now => database.Time.GetUtcNow().UtcTicks;

    private Task ChangeAsync(string name, Action<SqliteSession> change, CancellationToken cancellationToken) => database.WriteAsync(
        s =>
        {
            if (s.Run("UPDATE models SET changed_at = $2 WHERE name = $1", name, Now) == 0)
            {
                throw new CatalogNotFoundException($"There is no model '{name}' in this catalog.");
            }

            change(s);
        },
        cancellationToken);

    private static void RefuseServed(SqliteSession s, string name, string what)
    {
        List<string> deployments = s.All("SELECT name FROM deployments WHERE model = $1 ORDER BY name", r => r.GetString(0), name);
        if (deployments.Count > 0)
        {
            throw new CatalogConflictException($"Model '{name}' can't {what}: deployment {string.Join(", ", deployments.Select(d => $"'{d}'"))} serves it.");
        }
    }

    private static void SetTags(SqliteSession s, string name, IEnumerable<KeyValuePair<string, string?>> tags)
    {
        foreach ((string key, string? value) in tags)
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            if (value is null)
            {
                s.Run("DELETE FROM registered_model_tags WHERE model = $1 AND key = $2", name, key);
            }
            else
            {
                s.Run("INSERT INTO registered_model_tags (model, key, value) VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET value = excluded.value", name, key, value);
            }
        }
    }

    private static RegisteredModel? Find(SqliteSession s, string name) => s.First($"SELECT {Columns} FROM models WHERE name = $1", Read, name) is { } found
        ? found with { Tags = s.Pairs("SELECT key, value FROM registered_model_tags WHERE model = $1", r => r.GetString(1), name) }
        : null;

    private static RegisteredModel Read(SqliteDataReader r) => new() { Name = r.GetString(0), CreatedAt = r.Time(1), ChangedAt = r.Time(2), Description = r.GetString(3) };
}
