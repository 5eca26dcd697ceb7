using AiInfra.Laws;
using AiInfra.Trees.Models;

namespace AiInfra.Trees.Tests;

public class PrintedTypesTests
{
    [Fact]
    public void ToString_EveryPublicRecord_PrintsItsListsAndNoTypeName() => Assert.Empty(PrintedTypes.WithTypeNames(typeof(TreesTraining).Assembly));
}
