using AiInfra.Laws;
using AiInfra.Learning;

namespace AiInfra.Tests;

public class PrintedTypesTests
{
    [Fact]
    public void ToString_EveryPublicRecord_PrintsItsListsAndNoTypeName() => Assert.Empty(PrintedTypes.WithTypeNames(typeof(LearningOptions).Assembly));
}
