using AiInfra.Laws;
using AiInfra.Serving.Deployments;

namespace AiInfra.Serving.Tests;

public class PrintedTypesTests
{
    [Fact]
    public void ToString_EveryPublicRecord_PrintsItsListsAndNoTypeName() => Assert.Empty(PrintedTypes.WithTypeNames(typeof(DeploymentView).Assembly));
}
