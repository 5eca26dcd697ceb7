using AiInfra.Metrics.Curves;
using AiInfra.Metrics.Detection;
using AiInfra.Metrics.Statistics;
using AiInfra.Support;

namespace AiInfra.Metrics.Tests;

public sealed class LanguageTests
{
    [Theory]
    [InlineData(1.5, "Row 0 is 1.5;")]
    [InlineData(-0.25, "Row 0 is -0.25;")]
    public void Message_HostWithCommaAndOwnMinus_IsWrittenAsEverywhere(double value, string expected)
    {
        using var other = new OtherCulture();
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new BoundedMeanSequence(0, 1).Add(value)).Message);
    }

    [Fact]
    public void Message_WithARecordInIt_IsWrittenAsEverywhere()
    {
        using var other = new OtherCulture();
        Assert.Equal("Box { Left = -0.5, Top = 0, Right = 1.25, Bottom = 1 }", new Box(-0.5, 0, 1.25, 1).ToString());
        Assert.Equal("CostMatrix { FalsePositive = 1.5, FalseNegative = -2.5, TruePositive = 0, TrueNegative = 0 }", new CostMatrix(1.5, -2.5).ToString());
    }
}
