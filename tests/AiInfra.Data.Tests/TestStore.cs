using AiInfra.Core.Artifacts;
using AiInfra.Data.Datasets;
using AiInfra.Sqlite;

namespace AiInfra.Data.Tests;

/// <summary>A real catalog and artifact store in a temporary folder.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private TestStore(SqliteCatalog catalog, FileArtifactStore artifacts)
    {
        Catalog = catalog;
        Artifacts = artifacts;
        Datasets = new DatasetRepository(catalog, artifacts);
    }

    public SqliteCatalog Catalog { get; }

    public FileArtifactStore Artifacts { get; }

    public DatasetRepository Datasets { get; }

    public TemporaryFolder Files => _folder;

    public static Task<TestStore> CreateAsync()
    {
        string root = Directory.CreateTempSubdirectory("aiinfra-store-").FullName;
        return Task.FromResult(new TestStore(new SqliteCatalog(Path.Combine(root, "catalog.db")), new FileArtifactStore(Path.Combine(root, "artifacts"))) { Root = root });
    }

    public required string Root { get; init; }

    public ValueTask DisposeAsync()
    {
        Catalog.Dispose();
        Artifacts.Dispose();
        _folder.Dispose();
        Directory.Delete(Root, recursive: true);
        return ValueTask.CompletedTask;
    }
}
