using AiInfra.Laws;

namespace AiInfra.Observability.Tests;

public class PrintedTypesTests
{
    [Fact]
    public void ToString_EveryPublicRecord_PrintsItsListsAndNoTypeName() => Assert.Empty(PrintedTypes.WithTypeNames(typeof(Observability.Drift.DriftReport).Assembly));
}
