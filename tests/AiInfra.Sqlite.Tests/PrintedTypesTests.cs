using AiInfra.Laws;

namespace AiInfra.Sqlite.Tests;

public class PrintedTypesTests
{
    [Fact]
    public void ToString_EveryPublicRecord_PrintsItsListsAndNoTypeName() => Assert.Empty(PrintedTypes.WithTypeNames(typeof(SqliteCatalog).Assembly));
}
