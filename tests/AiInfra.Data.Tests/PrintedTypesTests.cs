using AiInfra.Data.Datasets;
using AiInfra.Laws;

namespace AiInfra.Data.Tests;

public class PrintedTypesTests
{
    [Fact]
    public void ToString_EveryPublicRecord_PrintsItsListsAndNoTypeName() => Assert.Empty(PrintedTypes.WithTypeNames(typeof(DatasetCheck).Assembly));
}
