using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests.Statistics;

public class BootstrapResultTests
{
    [Theory]
    [InlineData(2, 8, false)]
    [InlineData(5, 5, false)]
    [InlineData(6, 4, true)]
    public void IsMostlyUndefined_MoreThanHalf_IsTrue(int undefined, int defined, bool expected) =>
        Assert.Equal(expected, new BootstrapResult(0, 0, new(0, 0, 0.95), undefined, new double[defined]).IsMostlyUndefined);
}
