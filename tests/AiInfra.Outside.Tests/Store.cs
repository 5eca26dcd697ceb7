using AiInfra.Data.Datasets;
using AiInfra.Sqlite;

namespace AiInfra.Outside.Tests;

/// <summary>A real store in a folder of its own, gone afterwards.</summary>
internal sealed class Store : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aiinfra-outside-").FullName;

    public Store()
    {
        Opened = AiInfraStore.Open(_folder);
        Datasets = new DatasetRepository(Opened.Catalog, Opened.Artifacts);
    }

    public AiInfraStore Opened { get; }

    public DatasetRepository Datasets { get; }

    public void Dispose()
    {
        Opened.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
