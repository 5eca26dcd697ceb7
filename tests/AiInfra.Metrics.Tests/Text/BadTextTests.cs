using AiInfra.Metrics.Text;

namespace AiInfra.Metrics.Tests.Text;

public class BadTextTests
{
    [Fact]
    public void Of_DifferentLengths_SaysBoth() => Says("2 hypotheses but references for 1", "references", () => Bleu.Of(["a"], ["a", "b"]));

    [Fact]
    public void Of_NullHypothesis_NamesIndex() => Says("hypotheses[1] is null", "hypotheses", () => ChrF.Of(["a", "b"], ["a", null!]));

    [Fact]
    public void Of_NullReference_NamesIndex() => Says("references[1] is null", "references", () => Bleu.Of(["a", null!], ["a", "b"]));

    [Fact]
    public void Of_SegmentWithoutReference_NamesIndex() => Says("references[1] has no reference", "references", () => Bleu.Of([["a"], [null]], ["a", "b"]));

    [Fact]
    public void Of_HalfSurrogatePairInReference_NamesPlace() => Says("references[1][0] has half a surrogate pair (U+D83D) at character 2", "references", () => Bleu.Of([["a"], ["xy\uD83D"]], ["a", "b"]));

    [Fact]
    public void Of_HalfSurrogatePairInHypothesis_NamesPlace() => Says("hypotheses[0] has half a surrogate pair (U+DE00) at character 0", "hypotheses", () => TokenF1.Of(["a"], ["\uDE00a"]));

    [Fact]
    public void Add_NoReference_NamesSegment() => Says("Segment 1 has no reference", "references", () =>
    {
        var metric = new ChrF();
        metric.Add("a", "a");
        metric.Add([], "a");
    });

    [Fact]
    public void Add_TwoReferencesToErrorRate_SaysOne() => Says("defined against one", "references", () => new WordErrorRate().Add(["a", "b"], "a"));

    [Fact]
    public void AddBatch_BadSegmentLater_NothingWasAdded()
    {
        var metric = new Bleu();
        Assert.ThrowsAny<ArgumentException>(() => metric.AddBatch(["a", "b"], ["a", "\uD800"]));
        Assert.Equal(0, metric.Count);
    }

    [Fact]
    public void AddBatch_SegmentThatTheMetricRefuses_LeavesWhatWasThere()
    {
        var metric = new WordErrorRate();
        metric.Add("a c", "a b");
        Assert.Throws<ArgumentException>(() => metric.AddBatch([["z"], ["y", "z"]], ["x", "y"]));
        Assert.Equal((1, 0.5, 1), (metric.Count, metric.Result().Value, metric.SegmentValues().Length));
    }

    [Fact]
    public void Merge_OtherOptions_Refused() => Says("cannot merge", "other", () => new Bleu().Merge(new Bleu(new() { Lowercase = true })));

    [Fact]
    public void Merge_Itself_Refused() => Says("into itself", "other", () =>
    {
        var metric = new Bleu();
        metric.Merge(metric);
    });

    [Fact]
    public void New_OrderZero_Refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new Bleu(new() { MaxOrder = 0 }));

    [Fact]
    public void SelfBleu_OneText_SaysTwo() => Says("needs two", "texts", () => SelfBleu.Of(["a"]));

    [Fact]
    public void Result_OfNothing_NaNWithCountZero() =>
        Assert.All(AllTextMetrics.Free().Concat(AllTextMetrics.Single()), m => Assert.True(double.IsNaN(m.Result().Value) && m.Result().Count == 0, m.Name));

    [Fact]
    public void Add_EmptyHypothesis_WorstValueAndUndefinedCounted() => Assert.All(
        AllTextMetrics.Free().Where(m => m is not (ExactMatch or EditSimilarity or TranslationEditRate)),
        m =>
        {
            m.Add("the cat", "");
            Assert.True(m.Result() is { Value: 0, Undefined: 1 }, m.Name);
        });

    private static void Says(string words, string argument, Action act)
    {
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(act);
        Assert.Contains(words, e.Message);
        Assert.Equal(argument, e.ParamName);
    }
}
