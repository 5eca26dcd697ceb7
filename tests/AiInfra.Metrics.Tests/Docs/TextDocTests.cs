// <readme> docs/metrics/text.md 1
using AiInfra.Metrics;
using AiInfra.Metrics.Statistics;
using AiInfra.Metrics.Text;
// </readme>

namespace Docs;

/// <summary>The code of docs/metrics/text.md, run.</summary>
public sealed class TextDocTests
{
    [Fact]
    public void Text_Example_Runs()
    {
        // <readme> docs/metrics/text.md 1
        string[] said = ["The dog bit the man.", "It wasn't surprising."];
        string[][] right = [["The dog bit the man.", "The dog had bit the man."], ["It was not unexpected."]];

        Score bleu = Bleu.Of(right, said);                       // bleu|tok:13a|smooth:exp|eff:no|case:mixed|order:4|version:1
        BleuDetail parts = Bleu.Corpus(right, said);             // precisions, brevity penalty, lengths, counts

        var chrF = new ChrF(ChrFOptions.PlusPlus);
        chrF.AddBatch(right, said);
        Score withInterval = chrF.Result(new BootstrapOptions { Resamples = 1000 });
        double[] look = chrF.SegmentValues();                    // the worst are worth reading
        // </readme>

        Assert.Equal(bleu.Value, parts.Score, 1e-12);
        Assert.NotNull(withInterval.Interval);
        Assert.Equal(2, look.Length);
    }
}
