using AiInfra.Laws;

namespace AiInfra.Testing.Tests;

public class PrintedTypesTests
{
    [Fact]
    public void ToString_EveryPublicRecord_PrintsItsListsAndNoTypeName() => Assert.Empty(PrintedTypes.WithTypeNames(typeof(DriftTolerance).Assembly));
}
