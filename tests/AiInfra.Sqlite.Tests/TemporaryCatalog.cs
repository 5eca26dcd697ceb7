using AiInfra.Contracts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;
using AiInfra.Support;

namespace AiInfra.Sqlite.Tests;

/// <summary>An empty catalog in a file that goes with the test.</summary>
public sealed class TemporaryCatalog : ICatalogUnderTest
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteCatalog _catalog;

    public TemporaryCatalog() => _catalog = Open();

    public ICatalog Catalog => _catalog;

    public ICatalog OpenAgain(params IStoreModule[] modules) => Open(modules);

    private SqliteCatalog Open(params IStoreModule[] modules)
    {
        var options = new SqliteStoreOptions { SurvivesPowerCut = false };
        foreach (IStoreModule module in modules)
        {
            options.Modules.Add(module);
        }

        return new SqliteCatalog(_folder.File("catalog.db"), options: options);
    }

    public void Dispose()
    {
        _catalog.Dispose();
        _folder.Dispose();
    }
}
