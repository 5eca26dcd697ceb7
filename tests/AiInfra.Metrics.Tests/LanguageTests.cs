using System.Globalization;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests;

public sealed class LanguageTests
{
    [Theory]
    [InlineData(1.5, "Row 0 is 1.5;")]
    [InlineData(-0.25, "Row 0 is -0.25;")]
    public void Message_HostWithCommaAndOwnMinus_IsWrittenAsEverywhere(double value, string expected)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var host = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        host.NumberFormat.NumberDecimalSeparator = ",";
        host.NumberFormat.NegativeSign = "\u2212";
        CultureInfo.CurrentCulture = host;
        try
        {
            Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new BoundedMeanSequence(0, 1).Add(value)).Message);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
