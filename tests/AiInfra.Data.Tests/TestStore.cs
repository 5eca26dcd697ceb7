using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Data.Datasets;
using AiInfra.Support;
using AiInfra.Support.Stores;

namespace AiInfra.Data.Tests;

/// <summary>A real store with its datasets, and beside it a folder for files to read.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly TemporaryStore _store = new();

    private TestStore() => Datasets = new DatasetRepository(Catalog, Artifacts);

    public ICatalog Catalog => _store.Catalog;

    public IArtifactStore Artifacts => _store.Artifacts;

    public DatasetRepository Datasets { get; }

    public TemporaryFolder Files { get; } = new();

    public string Root => _store.Files;

    public static Task<TestStore> CreateAsync() => Task.FromResult(new TestStore());

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        Files.Dispose();
        return ValueTask.CompletedTask;
    }
}
