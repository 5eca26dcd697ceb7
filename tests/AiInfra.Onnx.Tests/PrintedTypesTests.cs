using AiInfra.Laws;

namespace AiInfra.Onnx.Tests;

public class PrintedTypesTests
{
    [Fact]
    public void ToString_EveryPublicRecord_PrintsItsListsAndNoTypeName() => Assert.Empty(PrintedTypes.WithTypeNames(typeof(OnnxModel).Assembly));
}
