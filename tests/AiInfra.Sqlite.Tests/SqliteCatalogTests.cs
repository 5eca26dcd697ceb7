using AiInfra.Contracts;
using AiInfra.Core.Catalog;

namespace AiInfra.Sqlite.Tests;

public sealed class SqliteCatalogTests : CatalogContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteCatalog _catalog;

    public SqliteCatalogTests() => _catalog = Open();

    protected override ICatalog Catalog => _catalog;

    protected override ICatalog OpenAgain() => Open();

    private SqliteCatalog Open() => new(_folder.File("catalog.db"), options: new SqliteStoreOptions { SurvivesPowerCut = false });

    public void Dispose()
    {
        _catalog.Dispose();
        _folder.Dispose();
    }
}
