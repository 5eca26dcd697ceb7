using AiInfra.Images.Sources;
using AiInfra.Laws;

namespace AiInfra.Images.Tests;

public class PrintedTypesTests
{
    [Fact]
    public void ToString_EveryPublicRecord_PrintsItsListsAndNoTypeName() => Assert.Empty(PrintedTypes.WithTypeNames(typeof(ImageFile).Assembly));
}
