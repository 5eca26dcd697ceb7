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
}
