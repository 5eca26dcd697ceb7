using System.Text.Json;
using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Stores;

internal sealed class DatasetStore(SqliteDatabase database) : IDatasetStore
{
    private const string Columns = "number, id, dataset, parent_id, message, at, columns, statistics, run_id, metadata";

    public Task CommitAsync(DatasetCommit commit, string branch = "main", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentException.ThrowIfNullOrEmpty(branch);
        ArgumentException.ThrowIfNullOrEmpty(commit.Id, nameof(commit));
        ArgumentException.ThrowIfNullOrEmpty(commit.Dataset, nameof(commit));
        return database.WriteAsync(
            s =>
            {
                string? head = HeadId(s, commit.Dataset, branch);
                if (head == commit.Id)
                {
                    return; // the same commit again, as after a crash between commit and answer
                }

                if (head != commit.ParentId)
                {
                    throw Moved(commit.Dataset, branch, commit.ParentId, head);
                }

                Insert(s, commit);
                Point(s, commit.Dataset, branch, commit.Id);
            },
            cancellationToken);
    }

    public Task<DatasetCommit?> HeadAsync(string dataset, string branch = "main", CancellationToken cancellationToken = default) =>
        database.ReadAsync(s => HeadId(s, dataset, branch) is { } head ? Find(s, head) : null, cancellationToken);

    public Task<DatasetCommit?> FindAsync(string commitId, CancellationToken cancellationToken = default) => database.ReadAsync(s => Find(s, commitId), cancellationToken);

    public Task<IReadOnlyList<DatasetCommit>> LogAsync(string dataset, string branch = "main", int take = 100, string? before = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        return database.ReadAsync<IReadOnlyList<DatasetCommit>>(
            s =>
            {
                var log = new List<DatasetCommit>();
                string? next = before is null ? HeadId(s, dataset, branch) : Parent(s, dataset, before);
                while (next is not null && log.Count < take)
                {
                    DatasetCommit? commit = Find(s, next);
                    log.AddRange(commit is null ? [] : [commit]);
                    next = commit is null ? DeletedParent(s, next) : commit.ParentId;
                }

                return log;
            },
            cancellationToken);
    }

    public Task SetBranchAsync(string dataset, string branch, string commitId, string? expectedHead, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataset);
        ArgumentException.ThrowIfNullOrEmpty(branch);
        return database.WriteAsync(
            s =>
            {
                string? head = HeadId(s, dataset, branch);
                if (head != expectedHead)
                {
                    throw Moved(dataset, branch, expectedHead, head);
                }

                string? owner = s.Text("SELECT dataset FROM dataset_commits WHERE id = $1", commitId);
                if (owner != dataset)
                {
                    throw new CatalogNotFoundException(owner is null
                        ? $"There is no dataset commit '{commitId}' in this catalog."
                        : $"Commit '{commitId}' belongs to dataset '{owner}', not to '{dataset}'.");
                }

                Point(s, dataset, branch, commitId);
            },
            cancellationToken);
    }

    public Task<IReadOnlyDictionary<string, string>> BranchesAsync(string dataset, CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyDictionary<string, string>>(s => s.Pairs("SELECT branch, head FROM dataset_branches WHERE dataset = $1", r => r.GetString(1), dataset), cancellationToken);

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyList<string>>(s => s.All("SELECT DISTINCT dataset FROM dataset_branches ORDER BY dataset", r => r.GetString(0)), cancellationToken);

    public Task DeleteAsync(string commitId, CancellationToken cancellationToken = default) => database.WriteAsync(
        s =>
        {
            ArgumentException.ThrowIfNullOrEmpty(commitId);
            long number = s.Number("SELECT number FROM dataset_commits WHERE id = $1", commitId) ?? throw new CatalogNotFoundException($"There is no dataset commit '{commitId}' in this catalog.");
            if (Needed.Commit(s, commitId) is { } why)
            {
                throw new CatalogConflictException($"Dataset commit '{commitId}' can't be deleted: {why}.");
            }

            s.Run("INSERT OR REPLACE INTO deleted_commits (id, parent_id) SELECT id, parent_id FROM dataset_commits WHERE number = $1", number);
            s.Run("DELETE FROM dataset_files WHERE commit_number = $1", number);
            s.Run("DELETE FROM dataset_commits WHERE number = $1", number);
        },
        cancellationToken);

    public Task DeleteBranchAsync(string dataset, string branch, string expectedHead, CancellationToken cancellationToken = default) => database.WriteAsync(
        s =>
        {
            string head = HeadId(s, dataset, branch) ?? throw new CatalogNotFoundException($"Dataset '{dataset}' has no branch '{branch}'.");
            if (head != expectedHead)
            {
                throw Moved(dataset, branch, expectedHead, head);
            }

            s.Run("DELETE FROM dataset_branches WHERE dataset = $1 AND branch = $2", dataset, branch);
        },
        cancellationToken);

    private static CatalogConflictException Moved(string dataset, string branch, string? expected, string? head) => new(
        $"Branch '{branch}' of dataset '{dataset}' is at {head ?? "(nothing)"}, not at {expected ?? "(nothing)"}: somebody committed first. Read the head again and build on it.");

    private static string? HeadId(SqliteSession s, string dataset, string branch) =>
        s.Text("SELECT head FROM dataset_branches WHERE dataset = $1 AND branch = $2", dataset, branch);

    private static string? DeletedParent(SqliteSession s, string id) => s.Text("SELECT parent_id FROM deleted_commits WHERE id = $1", id);

    /// <summary>What a commit of a dataset was built on; null for its first.</summary>
    /// <exception cref="CatalogNotFoundException">The dataset has no such commit, and had none.</exception>
    private static string? Parent(SqliteSession s, string dataset, string id)
    {
        // A deleted commit keeps nothing but its parent's id: the first one behind it that is still there says whose it was.
        string? kept = id;
        while (kept is not null && s.Number("SELECT 1 FROM deleted_commits WHERE id = $1", kept) is not null && s.Number("SELECT 1 FROM dataset_commits WHERE id = $1", kept) is null)
        {
            kept = DeletedParent(s, kept);
        }

        return kept is null || s.Text("SELECT dataset FROM dataset_commits WHERE id = $1", kept) == dataset
            ? kept == id ? s.Text("SELECT parent_id FROM dataset_commits WHERE id = $1", id) : kept
            : throw new CatalogNotFoundException($"Dataset '{dataset}' has no commit '{id}' to go on from; begin with the head of a branch.");
    }

    private static void Point(SqliteSession s, string dataset, string branch, string commitId) => s.Run(
        "INSERT INTO dataset_branches (dataset, branch, head) VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET head = excluded.head", dataset, branch, commitId);

    private static void Insert(SqliteSession s, DatasetCommit c)
    {
        int added = s.Run(
            "INSERT OR IGNORE INTO dataset_commits (id, dataset, parent_id, message, at, columns, statistics, run_id, metadata) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            c.Id, c.Dataset, c.ParentId, c.Message, c.At.UtcTicks, c.Schema, c.Statistics?.Hex, c.RunId,
            JsonSerializer.Serialize(c.Metadata.ToDictionary(), StoreJson.Default.DictionaryStringString));
        if (added == 0)
        {
            return; // equal content on an equal parent is the same commit: another branch has it
        }

        long number = s.Number("SELECT number FROM dataset_commits WHERE id = $1", c.Id)!.Value;
        for (int i = 0; i < c.Files.Count; i++)
        {
            DatasetFile file = c.Files[i];
            s.Run(
                "INSERT INTO dataset_files (commit_number, position, path, digest, bytes, row_count) VALUES ($1, $2, $3, $4, $5, $6)",
                number, i, file.Path, file.Digest.Hex, file.Bytes, file.Rows);
        }
    }

    private static DatasetCommit? Find(SqliteSession s, string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        (long number, DatasetCommit? commit) = s.First($"SELECT {Columns} FROM dataset_commits WHERE id = $1", Read, id);
        return commit is null ? null : commit with
        {
            Files = s.All(
                "SELECT path, digest, bytes, row_count FROM dataset_files WHERE commit_number = $1 ORDER BY position",
                r => new DatasetFile(r.GetString(0), r.Digest(1), r.GetInt64(2), r.GetInt64(3)),
                number),
        };
    }

    private static (long Number, DatasetCommit Commit) Read(SqliteDataReader r) => (r.GetInt64(0), new DatasetCommit
    {
        Id = r.GetString(1),
        Dataset = r.GetString(2),
        ParentId = r.TextOrNull(3),
        Message = r.GetString(4),
        At = r.Time(5),
        Schema = r.GetString(6),
        Statistics = r.IsDBNull(7) ? null : r.Digest(7),
        RunId = r.TextOrNull(8),
        Metadata = JsonSerializer.Deserialize(r.GetString(9), StoreJson.Default.DictionaryStringString)!,
        Files = [],
    });
}
