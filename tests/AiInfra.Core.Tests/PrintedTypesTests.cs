using AiInfra.Laws;

namespace AiInfra.Core.Tests;

public class PrintedTypesTests
{
    [Fact]
    public void ToString_EveryPublicRecord_PrintsItsListsAndNoTypeName() => Assert.Empty(PrintedTypes.WithTypeNames(typeof(Core.Rows.Row).Assembly));
}
