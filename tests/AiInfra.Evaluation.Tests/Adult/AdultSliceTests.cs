using System.Diagnostics;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Slices;
using AiInfra.Support;

namespace AiInfra.Evaluation.Tests.Adult;

public class AdultSliceTests(ITestOutputHelper output)
{
    [Fact]
    public void Find_Adult_BadSlicesInSeconds()
    {
        AdultTable? table = AdultTable.Read("adult.data");
        SharedData.Need(table, "data/adult.data");
        PredictionSet predictions = new AdultModel(table, ["sex", "race"]).Predict(table);
        long start = Stopwatch.GetTimestamp();
        SliceReport report = new SliceFinder().Find(predictions);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        output.WriteLine($"{seconds:F2} s");
        output.WriteLine(report.Explain());
        Assert.NotEmpty(report.Slices);

        // A second or two where nothing else runs. On a machine that others keep busy it may be twenty times as much; a search that tries everything takes an hour.
        Assert.InRange(seconds, 0, 120);
        Assert.All(report.Slices, s => Assert.Equal(s.Rows, Assert.Single(s.ToSlicer().Cut(predictions)).Rows));
    }
}
