using AiInfra.Data.Datasets;
using AiInfra.Sqlite;
using AiInfra.Support.Stores;

namespace AiInfra.Outside.Tests;

/// <summary>A real store with its datasets, gone afterwards.</summary>
internal sealed class Store : IDisposable
{
    private readonly TemporaryStore _store = new();

    public Store() => Datasets = new DatasetRepository(Opened.Catalog, Opened.Artifacts);

    public AiInfraStore Opened => _store.Store;

    public DatasetRepository Datasets { get; }

    public void Dispose() => _store.Dispose();
}
