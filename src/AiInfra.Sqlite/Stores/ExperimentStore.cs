using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Stores;

internal sealed class ExperimentStore(SqliteDatabase database) : IExperimentStore
{
    private const string Columns = "id, name, created_at, changed_at, deleted_at";

    /// <summary>Makes the experiment of a run where it is not there; whether it was made.</summary>
    public static bool Ensure(SqliteSession s, string name, long now) =>
        s.Run("INSERT INTO experiments (name, created_at, changed_at) SELECT $1, $2, $2 WHERE NOT EXISTS (SELECT 1 FROM experiments WHERE name = $1)", name, now) > 0;

    public Task<Experiment> CreateAsync(string name, IReadOnlyDictionary<string, string>? tags = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return database.WriteAsync(
            s =>
            {
                if (!Ensure(s, name, Now))
                {
                    throw new CatalogConflictException($"There is an experiment '{name}' already{(Find(s, "name", name)!.DeletedAt is null ? "" : "; it is marked as deleted, and can be restored")}.");
                }

                Experiment made = Find(s, "name", name)!;
                SetTags(s, made.Id, (tags ?? new Dictionary<string, string>()).Select(t => KeyValuePair.Create(t.Key, (string?)t.Value)));
                return Find(s, "id", made.Id)!;
            },
            cancellationToken);
    }

    public Task<Experiment?> FindAsync(long id, CancellationToken cancellationToken = default) => database.ReadAsync(s => Find(s, "id", id), cancellationToken);

    public Task<Experiment?> FindAsync(string name, CancellationToken cancellationToken = default) => database.ReadAsync(s => Find(s, "name", name), cancellationToken);

    public Task<IReadOnlyList<Experiment>> ListAsync(CancellationToken cancellationToken = default) => database.ReadAsync<IReadOnlyList<Experiment>>(
        s =>
        {
            ILookup<long, KeyValuePair<string, string>> tags = s.All("SELECT experiment, key, value FROM experiment_tags", r => (Of: r.GetInt64(0), Tag: KeyValuePair.Create(r.GetString(1), r.GetString(2)))).ToLookup(t => t.Of, t => t.Tag);
            return [.. s.All($"SELECT {Columns} FROM experiments ORDER BY id DESC", Read).Select(e => e with { Tags = tags[e.Id].ToDictionary() })];
        },
        cancellationToken);

    public Task SetTagsAsync(long id, IReadOnlyDictionary<string, string?> tags, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return database.WriteAsync(
            s =>
            {
                Change(s, id);
                SetTags(s, id, tags);
            },
            cancellationToken);
    }

    public Task RenameAsync(long id, string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return database.WriteAsync(
            s =>
            {
                Experiment experiment = Change(s, id);
                if (Find(s, "name", name) is { } other && other.Id != id)
                {
                    throw new CatalogConflictException($"There is an experiment '{name}' already; '{experiment.Name}' keeps its name.");
                }

                s.Run("UPDATE experiments SET name = $2 WHERE id = $1", id, name);
                s.Run("UPDATE runs SET experiment = $2 WHERE experiment = $1", experiment.Name, name);
            },
            cancellationToken);
    }

    public Task SetDeletedAsync(long id, bool deleted, CancellationToken cancellationToken = default) => database.WriteAsync(
        s =>
        {
            Experiment experiment = Change(s, id);
            s.Run("UPDATE experiments SET deleted_at = $2 WHERE id = $1", id, deleted ? Now : null);
            s.Run("UPDATE runs SET deleted_at = CASE WHEN $2 IS NULL THEN NULL ELSE coalesce(deleted_at, $2) END WHERE experiment = $1", experiment.Name, deleted ? Now : null);
        },
        cancellationToken);

    private long Now => database.Time.GetUtcNow().UtcTicks;

    private Experiment Change(SqliteSession s, long id)
    {
        Experiment experiment = Find(s, "id", id) ?? throw new CatalogNotFoundException($"There is no experiment {id} in this catalog.");
        s.Run("UPDATE experiments SET changed_at = $2 WHERE id = $1", id, Now);
        return experiment;
    }

    private static void SetTags(SqliteSession s, long id, IEnumerable<KeyValuePair<string, string?>> tags)
    {
        foreach ((string key, string? value) in tags)
        {
            ArgumentException.ThrowIfNullOrEmpty(key);
            if (value is null)
            {
                s.Run("DELETE FROM experiment_tags WHERE experiment = $1 AND key = $2", id, key);
            }
            else
            {
                s.Run("INSERT INTO experiment_tags (experiment, key, value) VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET value = excluded.value", id, key, value);
            }
        }
    }

    private static Experiment? Find(SqliteSession s, string column, object value) =>
        s.First($"SELECT {Columns} FROM experiments WHERE {column} = $1", Read, value) is { } found
            ? found with { Tags = s.Pairs("SELECT key, value FROM experiment_tags WHERE experiment = $1", r => r.GetString(1), found.Id) }
            : null;

    private static Experiment Read(SqliteDataReader r) => new() { Id = r.GetInt64(0), Name = r.GetString(1), CreatedAt = r.Time(2), ChangedAt = r.Time(3), DeletedAt = r.TimeOrNull(4) };
}
