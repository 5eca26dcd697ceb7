using AiInfra.Contracts;
using AiInfra.Core.Catalog;

namespace AiInfra.Sqlite.Tests;

/// <summary>An empty catalog in a file that goes with the test.</summary>
public sealed class TemporaryCatalog : ICatalogUnderTest
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteCatalog _catalog;

    public TemporaryCatalog() => _catalog = Open();

    public ICatalog Catalog => _catalog;

    public ICatalog OpenAgain() => Open();

    private SqliteCatalog Open() => new(_folder.File("catalog.db"), options: new SqliteStoreOptions { SurvivesPowerCut = false });

    public void Dispose()
    {
        _catalog.Dispose();
        _folder.Dispose();
    }
}
