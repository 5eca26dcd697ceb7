// <readme> docs/metrics/agreement.md 1
using AiInfra.Metrics;
using AiInfra.Metrics.Agreement;
using AiInfra.Metrics.Statistics;
// </readme>

namespace Docs;

/// <summary>The code of docs/metrics/agreement.md, run.</summary>
public sealed class AgreementDocTests
{
    [Fact]
    public void Agreement_Example_Runs()
    {
        // <readme> docs/metrics/agreement.md 1
        RatingTable table = RatingTable.OfNumbers([1, 1, 2,  3, 3, double.NaN,  2, 2, 2], raters: 3, scale: [1, 2, 3]);
        Score alpha = KrippendorffAlpha.Of(table, MeasurementLevel.Ordinal, new BootstrapOptions());
        // </readme>

        Assert.Equal(0.78125, alpha.Value, 1e-12);
        Assert.NotNull(alpha.Interval);
    }
}
