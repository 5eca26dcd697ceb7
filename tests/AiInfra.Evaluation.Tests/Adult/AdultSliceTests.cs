using System.Diagnostics;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Slices;

namespace AiInfra.Evaluation.Tests.Adult;

public class AdultSliceTests(ITestOutputHelper output)
{
    [Fact]
    public void Find_Adult_BadSlicesInSeconds()
    {
        AdultTable? table = AdultTable.Read("adult.data");
        Assert.SkipWhen(table is null, "There is no shared/data/adult.data beside this checkout, and AIINFRA_SHARED is not set.");
        PredictionSet predictions = new AdultModel(table!, ["sex", "race"]).Predict(table!);
        var watch = Stopwatch.StartNew();
        SliceReport report = new SliceFinder().Find(predictions);
        output.WriteLine($"{watch.Elapsed.TotalSeconds:F2} s");
        output.WriteLine(report.Explain());
        Assert.NotEmpty(report.Slices);
        Assert.True(watch.Elapsed.TotalSeconds < 5, $"{watch.Elapsed.TotalSeconds} s");
        Assert.All(report.Slices, s => Assert.Equal(s.Rows, Assert.Single(s.ToSlicer().Cut(predictions)).Rows));
    }
}
