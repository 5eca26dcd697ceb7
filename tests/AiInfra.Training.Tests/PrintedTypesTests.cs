using AiInfra.Laws;
using AiInfra.Training.Loop;

namespace AiInfra.Training.Tests;

public class PrintedTypesTests
{
    [Fact]
    public void ToString_EveryPublicRecord_PrintsItsListsAndNoTypeName() => Assert.Empty(PrintedTypes.WithTypeNames(typeof(TrainingResult).Assembly));
}
