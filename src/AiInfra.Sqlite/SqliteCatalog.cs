using System.Runtime.CompilerServices;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Sqlite.Storage;
using AiInfra.Sqlite.Stores;

namespace AiInfra.Sqlite;

/// <summary>The catalog in one SQLite file. Any number of threads and processes of one machine may share the file.</summary>
/// <remarks>Opening makes the file or brings it to the newest schema. Dispose it to close the file.</remarks>
public sealed class SqliteCatalog : ICatalog, IDisposable
{
    private const string Referenced = """
        SELECT digest FROM dataset_files UNION SELECT statistics FROM dataset_commits WHERE statistics IS NOT NULL
        UNION SELECT digest FROM model_files UNION SELECT digest FROM pipeline_artifacts
        UNION SELECT lower(value) FROM run_tags WHERE key GLOB 'artifact.*' AND length(value) = 64 AND value NOT GLOB '*[^0-9a-fA-F]*'
        """;

    private readonly SqliteDatabase _database;

    /// <summary>Opens or makes a catalog.</summary>
    /// <param name="path">The SQLite file; its folder is made when it is not there.</param>
    /// <param name="time">Clock.</param>
    /// <param name="options">How to open it.</param>
    /// <exception cref="SqliteStoreException">The file can't be opened, is not a store, or was written by a newer version.</exception>
    public SqliteCatalog(string path, TimeProvider? time = null, SqliteStoreOptions? options = null)
        : this(new SqliteDatabase(path, options ?? new SqliteStoreOptions(), time ?? TimeProvider.System))
    {
    }

    internal SqliteCatalog(SqliteDatabase database)
    {
        _database = database;
        Runs = new RunStore(database);
        Datasets = new DatasetStore(database);
        Models = new ModelRegistry(database);
        Deployments = new DeploymentStore(database);
        Lineage = new LineageStore(database);
        Events = new EventStore(database);
        Predictions = new PredictionLog(database);
    }

    /// <summary>The file.</summary>
    public string Path => _database.Path;

    /// <inheritdoc />
    public IRunStore Runs { get; }

    /// <inheritdoc />
    public IDatasetStore Datasets { get; }

    /// <inheritdoc />
    public IModelRegistry Models { get; }

    /// <inheritdoc />
    public IDeploymentStore Deployments { get; }

    /// <inheritdoc />
    public ILineageStore Lineage { get; }

    /// <inheritdoc />
    public IEventStore Events { get; }

    /// <inheritdoc />
    public IPredictionLog Predictions { get; }

    internal SqliteDatabase Database => _database;

    /// <inheritdoc />
    public async IAsyncEnumerable<ArtifactDigest> ReferencedArtifactsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (ArtifactDigest digest in await _database.ReadAsync(s => s.All(Referenced, r => r.Digest(0)), cancellationToken).ConfigureAwait(false))
        {
            yield return digest;
        }
    }

    /// <inheritdoc />
    /// <remarks>A store made by an earlier version of this package keeps its size and uses the space again; <c>PRAGMA auto_vacuum = INCREMENTAL; VACUUM;</c> by the sqlite3 tool, while no process has it open, makes it one that shrinks.</remarks>
    public Task<long> ReleaseSpaceAsync(CancellationToken cancellationToken = default) => SpaceRelease.RunAsync(_database, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _database.Dispose();
}
