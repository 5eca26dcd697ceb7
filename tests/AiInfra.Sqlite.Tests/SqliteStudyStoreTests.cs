using AiInfra.Contracts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Studies;
using AiInfra.Sqlite.Storage;
using AiInfra.Support;

namespace AiInfra.Sqlite.Tests;

public sealed class SqliteStudyStoreTests : StudyStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteCatalog _catalog;

    public SqliteStudyStoreTests()
    {
        _catalog = new SqliteCatalog(_folder.File("catalog.db"), Time, new SqliteStoreOptions { SurvivesPowerCut = false });
        Studies = _catalog.GetRequiredStore<IStudyStore>();
    }

    protected override IStudyStore Studies { get; }

    public void Dispose()
    {
        _catalog.Dispose();
        _folder.Dispose();
    }
}
