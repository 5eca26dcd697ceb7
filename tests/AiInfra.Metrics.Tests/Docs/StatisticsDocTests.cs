// <readme> docs/statistics.md 1
using AiInfra.Metrics.Statistics;
// </readme>

namespace Docs;

/// <summary>The code of docs/statistics.md, run.</summary>
public sealed class StatisticsDocTests
{
    [Fact]
    public void Statistics_Example_Runs()
    {
        // <readme> docs/statistics.md 1
        var watch = new SequentialMeanTest(new SequentialOptions { ExpectedRows = 2000 });
        foreach ((double lossOfOld, double lossOfNew) in new[] { (0.31, 0.27), (0.80, 0.52), (0.11, 0.12) })
        {
            watch.AddPair(lossOfOld, lossOfNew);                      // look after every row: the promise holds
            SequentialResult now = watch.Result();                    // estimate, interval, evidence, p-value, decided or not
        }

        PowerResult plan = McNemarPower.Rows(onlyFirst: 0.05, onlySecond: 0.03);      // rows for two points of accuracy
        SampleRatioResult ratio = SampleRatioTest.Test([50_000, 50_700]);             // 4.866, p 0.027: no mismatch at 0.001
        // </readme>

        Assert.Equal(3, watch.Result().Count);
        Assert.False(watch.Result().IsDecided);
        Assert.InRange(plan.Rows, 1000, 10_000);
        Assert.Equal(0.027, ratio.PValue, 0.001);
    }
}
