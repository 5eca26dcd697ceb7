using AiInfra.AspNetCore.Inference;
using AiInfra.Laws;

namespace AiInfra.AspNetCore.Tests;

public class PrintedTypesTests
{
    [Fact]
    public void ToString_EveryPublicRecord_PrintsItsListsAndNoTypeName() => Assert.Empty(PrintedTypes.WithTypeNames(typeof(OpenInferenceOptions).Assembly));
}
