// <readme> src/AiInfra.Metrics/README.md 1
using AiInfra.Metrics;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Statistics;
using AiInfra.Metrics.Text;
// </readme>

namespace Readmes;

/// <summary>The code of the package's README, run.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void Readme_Example_Runs()
    {
        // <readme> src/AiInfra.Metrics/README.md 1
        Score accuracy = Accuracy.Of([1, 0, 1, 1], [1, 0, 0, 1]);              // 0.75, with Wilson's interval and the count

        var auc = new RocAuc();                                                // every metric streams, and two halves merge
        auc.AddBatch([false, false, true, true], [0.1, 0.4, 0.35, 0.8]);

        var bleu = new Bleu();
        bleu.Add("the cat sat on the mat", "the cat sat on a mat");
        bleu.Add("dogs bark at night", "dogs bark at night");

        IScored[] all = [accuracy, auc, bleu];                                 // one contract on the output side, whatever was read
        string[] signatures = [.. all.Select(m => m.Signature)];               // compare only equal ones
        Score interval = bleu.WithInterval(0.95, new BootstrapOptions { Resamples = 200 });
        // </readme>

        Assert.Equal((0.75, 0.75, 4L, 2L), (accuracy.Value, auc.Result().Value, auc.Count, bleu.Count));
        Assert.Equal(["accuracy|version:1", "rocAuc|version:1"], signatures[..2]);
        Assert.True(interval.Interval!.Value.Contains(interval.Value));
    }
}
