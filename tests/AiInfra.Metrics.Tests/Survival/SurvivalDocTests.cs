// <readme> docs/metrics/survival.md 1
using AiInfra.Metrics;
using AiInfra.Metrics.Survival;
// </readme>

namespace Docs;

/// <summary>The code of docs/metrics/survival.md, run.</summary>
public sealed class SurvivalDocTests
{
    [Fact]
    public void Survival_Example_Runs()
    {
        // <readme> docs/metrics/survival.md 1
        double[] times = [5, 8, 10, 12];
        bool[] events = [true, false, true, true];                                       // the second was last seen at 8
        Score harrell = HarrellConcordance.Of(times, events, [0.9, 0.3, 0.5, 0.6]);      // risks; 0.75
        Score uno = UnoConcordance.Of(times, events, [0.9, 0.3, 0.5, 0.6]);              // 0.5714
        Score brier = IntegratedBrierScore.Of(times, events, [0.3, 0.2, 0.8, 0.7, 0.7, 0.6, 0.9, 0.8], at: [6, 9]);
        double half = KaplanMeier.Of(times, events).At(10);                              // share without the event
        // </readme>

        Assert.Equal((0.75, 0.5714, 0.375), (harrell.Value, Math.Round(uno.Value, 4), half));
        Assert.Equal(0.07125, brier.Value, 1e-12);
    }
}
