using AiInfra.Laws;

namespace AiInfra.Metrics.Tests;

public class PrintedTypesTests
{
    [Fact]
    public void ToString_EveryPublicRecord_PrintsItsListsAndNoTypeName() => Assert.Empty(PrintedTypes.WithTypeNames(typeof(Score).Assembly));
}
