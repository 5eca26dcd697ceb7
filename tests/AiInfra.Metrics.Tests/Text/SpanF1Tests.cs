using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Statistics;
using AiInfra.Metrics.Text;

namespace AiInfra.Metrics.Tests.Text;

public class SpanF1Tests
{
    private static readonly string[][] s_truth = [["O", "O", "O", "B-MISC", "I-MISC", "I-MISC", "O"], ["B-PER", "I-PER", "O"]];
    private static readonly string[][] s_predicted = [["O", "O", "B-MISC", "I-MISC", "I-MISC", "I-MISC", "O"], ["B-PER", "I-PER", "O"]];

    [Theory]
    [InlineData(Average.Micro)]
    [InlineData(Average.Macro)]
    [InlineData(Average.Weighted)]
    public void Of_SeqevalsExample_Half(Average average) => Assert.Equal(0.5, SpanF1.Of(s_truth, s_predicted, average).Value);

    [Theory]
    [InlineData(SpanScheme.Lenient, "PER 0-2, LOC 2-3")]
    [InlineData(SpanScheme.Iob2, "")]
    public void Spans_WithoutB_OnlyLenientStartsThem(SpanScheme scheme, string expected) => Assert.Equal(expected, Shown(["I-PER", "I-PER", "I-LOC", "O"], scheme));

    [Theory]
    [InlineData(SpanScheme.Lenient, "A 0-2, B 2-3, A 3-4")]
    [InlineData(SpanScheme.Iob2, "A 0-2, A 3-4")]
    public void Spans_TypeChangesInside_StrictDropsTheRest(SpanScheme scheme, string expected) => Assert.Equal(expected, Shown(["B-A", "I-A", "I-B", "B-A"], scheme));

    [Fact]
    public void Spans_Iobes_SingleAndLongWithEndNeeded() => Assert.Equal("A 0-1, B 1-4", Shown(["S-A", "B-B", "I-B", "E-B", "B-C", "I-C"], SpanScheme.Iobes));

    [Fact]
    public void Spans_Bilou_UnitAndLast() => Assert.Equal("A 0-1, B 1-3", Shown(["U-A", "B-B", "L-B"], SpanScheme.Bilou));

    [Fact]
    public void Spans_Iob1_BOnlyBetweenNeighboursOfOneType() => Assert.Equal("A 0-2, A 2-3", Shown(["I-A", "I-A", "B-A"], SpanScheme.Iob1));

    [Fact]
    public void Spans_TagWithoutType_IsUnderscore() => Assert.Equal("_ 0-2", Shown(["B", "I"], SpanScheme.Lenient));

    [Fact]
    public void Add_UnknownTag_NamesItsIndex() =>
        Assert.Contains("predicted[1] is 'X-PER'", Assert.Throws<ArgumentException>(() => new SpanF1().Add(["O", "O"], ["O", "X-PER"])).Message);

    [Fact]
    public void Add_DifferentLengths_NamesTheSentence() =>
        Assert.Contains("Sentence 0 has 1 true tags but 2", Assert.Throws<ArgumentException>(() => new SpanF1().Add(["O"], ["O", "O"])).Message);

    [Fact]
    public void Result_NoSpanAtAll_NaN() => Assert.False(SpanF1.Of([["O"]], [["O"]]).IsDefined);

    [Fact]
    public void Merge_Halves_EqualWholeAlsoInTheInterval()
    {
        SpanF1 whole = new(Average.Macro), left = new(Average.Macro), right = new(Average.Macro);
        foreach (int i in (int[])[0, 1, 0, 1, 1])
        {
            whole.Add(s_truth[i], s_predicted[i]);
        }

        left.Add(s_truth[0], s_predicted[0]);
        left.Add(s_truth[1], s_predicted[1]);
        foreach (int i in (int[])[0, 1, 1])
        {
            right.Add(s_truth[i], s_predicted[i]);
        }

        left.Merge(right);
        Assert.Equal(whole.Result(new BootstrapOptions()), left.Result(new BootstrapOptions()));
    }

    private static string Shown(string[] tags, SpanScheme scheme) => string.Join(", ", SpanF1.Spans(tags, scheme).Select(s => $"{s.Type} {s.Start}-{s.End}"));
}
