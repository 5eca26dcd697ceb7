using AiInfra.Core.Catalog;
using AiInfra.Sqlite.Storage;
using AiInfra.Sqlite.Stores;

namespace AiInfra.Sqlite;

/// <summary>The catalog in one SQLite file. Any number of threads and processes of one machine may share the file.</summary>
/// <remarks>Opening makes the file or brings it to the newest schema. Dispose it to close the file.</remarks>
public sealed class SqliteCatalog : ICatalog, IDisposable
{
    private readonly SqliteDatabase _database;

    /// <summary>Opens or makes a catalog.</summary>
    /// <param name="path">The SQLite file; its folder is made when it is not there.</param>
    /// <param name="time">Clock.</param>
    /// <param name="options">How to open it.</param>
    /// <exception cref="SqliteStoreException">The file can't be opened, is not a store, or was written by a newer version.</exception>
    /// <exception cref="ArgumentException">Two modules have one name, or one has no scripts for SQLite.</exception>
    public SqliteCatalog(string path, TimeProvider? time = null, SqliteStoreOptions? options = null)
    {
        options ??= new SqliteStoreOptions();
        _database = new SqliteDatabase(path, options, time ?? TimeProvider.System, [new CatalogModule(), new PredictionModule(), new PipelineModule(), new StudyModule(), .. options.Modules.Distinct()]);
        Stores = [.. _database.Modules.SelectMany(m => m.Stores)];
        Runs = this.GetRequiredStore<IRunStore>();
        Datasets = this.GetRequiredStore<IDatasetStore>();
        Models = this.GetRequiredStore<IModelRegistry>();
        Deployments = this.GetRequiredStore<IDeploymentStore>();
        Lineage = this.GetRequiredStore<ILineageStore>();
        Events = this.GetRequiredStore<IEventStore>();
        Predictions = this.GetRequiredStore<IPredictionLog>();
    }

    /// <summary>The file.</summary>
    public string Path => _database.Path;

    /// <inheritdoc />
    public IReadOnlyList<object> Stores { get; }

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
    /// <remarks>A store made by an earlier version of this package keeps its size and uses the space again; <c>PRAGMA auto_vacuum = INCREMENTAL; VACUUM;</c> by the sqlite3 tool, while no process has it open, makes it one that shrinks.</remarks>
    public Task<long> ReleaseSpaceAsync(CancellationToken cancellationToken = default) => SpaceRelease.RunAsync(_database, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _database.Dispose();
}
