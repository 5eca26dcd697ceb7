using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Pipelines;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite;

/// <summary>Everything AiInfra keeps, in one folder: the catalog and the pipeline ledger in <c>catalog.db</c>, the artifacts in <c>artifacts/</c>.</summary>
/// <remarks>Any number of processes of one machine may open the same folder. Dispose it to close the files.</remarks>
public sealed class AiInfraStore : IDisposable
{
    private readonly FileArtifactStore _artifacts;
    private readonly SqliteCatalog _catalog;

    private AiInfraStore(string path, TimeProvider time, SqliteStoreOptions options)
    {
        Path = System.IO.Path.GetFullPath(path);
        if (File.Exists(Path))
        {
            throw new SqliteStoreException($"{Path} is a file; the store needs a folder there. Name a folder, or remove the file.", Path);
        }

        _catalog = new SqliteCatalog(System.IO.Path.Combine(Path, "catalog.db"), time, options);
        Ledger = _catalog.GetRequiredStore<IPipelineLedger>();
        _artifacts = new FileArtifactStore(System.IO.Path.Combine(Path, "artifacts"), time, options.SurvivesPowerCut);
    }

    internal SqliteDatabase Database => _catalog.Database;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The catalog.</summary>
    public ICatalog Catalog => _catalog;

    /// <summary>The artifacts.</summary>
    public IArtifactStore Artifacts => _artifacts;

    /// <summary>The pipeline ledger.</summary>
    public IPipelineLedger Ledger { get; }

    /// <summary>Opens a store; the folder is made when it is not there.</summary>
    /// <exception cref="SqliteStoreException">The folder can't be made or written, or holds something else.</exception>
    public static AiInfraStore Open(string path, TimeProvider? time = null, SqliteStoreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new AiInfraStore(path, time ?? TimeProvider.System, options ?? new SqliteStoreOptions());
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _catalog.Dispose();
        _artifacts.Dispose();
    }
}
