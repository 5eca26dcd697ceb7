using AiInfra.Laws;

namespace AiInfra.Evaluation.Tests;

public class PrintedTypesTests
{
    [Fact]
    public void ToString_EveryPublicRecord_PrintsItsListsAndNoTypeName() => Assert.Empty(PrintedTypes.WithTypeNames(typeof(Evaluator).Assembly));
}
