using AiInfra.Metrics.Text;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Tests.Text;

public class BleuTests
{
    private static readonly string[] s_hypotheses = ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."];

    private static readonly string[][] s_references =
    [
        ["The dog bit the man.", "The dog had bit the man."],
        ["It was not unexpected.", "No one was surprised."],
        ["The man bit him first.", "The man had bitten the dog."],
    ];

    [Theory]
    [InlineData("13a", 48.530827)]
    [InlineData("none", 49.1919566)]
    [InlineData("intl", 43.91623493)]
    public void Of_TwoReferences_GoldenValueOfTokenizer(string tokenizer, double expected) =>
        Assert.Equal(expected, Bleu.Of(s_references, s_hypotheses, new() { Tokenizer = Tokenizer(tokenizer) }).Value, 1e-6);

    [Theory]
    [InlineData(1, 77.65)]
    [InlineData(2, 60.50)]
    [InlineData(3, 53.93)]
    [InlineData(4, 48.53)]
    [InlineData(5, 46.14)]
    [InlineData(6, 43.28)]
    public void Of_MaxOrder_GoldenValue(int order, double expected) =>
        Assert.Equal(expected, Math.Round(Bleu.Of(s_references, s_hypotheses, new() { MaxOrder = order }).Value, 2));

    [Fact]
    public void Of_NullReference_IsAsIfItWereNotThere() =>
        Assert.Equal(
            Bleu.Of([["a b c d f"]], ["a b c d e"]).Value,
            Bleu.Of([[null, "a b c d f"]], ["a b c d e"]).Value);

    [Fact]
    public void Corpus_TwoReferencesEquallyClose_ShorterCounts() =>
        Assert.Equal(2, Bleu.Corpus([["a b c d", "a b"]], ["a b c"]).ReferenceLength);

    [Fact]
    public void Sentence_ShorterThanFourTokens_EffectiveOrderGivesAScore() =>
        Assert.Equal((100.0, 0.0), (Math.Round(Bleu.Sentence(["the cat"], "the cat").Score, 9), Bleu.Of(["the cat"], ["the cat"]).Value));

    // One of two words matches and none of one pair: 50 %, and what the smoothing makes of 0 of 1.
    [Theory]
    [InlineData(BleuSmoothing.None, 0)]
    [InlineData(BleuSmoothing.Exponential, 50)]
    [InlineData(BleuSmoothing.Floor, 22.360679774997898)]
    [InlineData(BleuSmoothing.AddK, 50)]
    public void Of_NoPairMatches_SmoothedAsDefined(BleuSmoothing smoothing, double expected) =>
        Assert.Equal(expected, Bleu.Of(["a c"], ["a b"], new() { MaxOrder = 2, Smoothing = smoothing, Tokenizer = TextTokenizer.None }).Value, 1e-9);

    [Fact]
    public void Result_Signature_NamesEveryOption() =>
        Assert.Equal("bleu|tok:intl|smooth:floor[0.2]|eff:no|case:lc|order:2|version:1", new Bleu(new() { Tokenizer = TextTokenizer.International, Smoothing = BleuSmoothing.Floor, SmoothingValue = 0.2, Lowercase = true, MaxOrder = 2 }).Signature);

    [Fact]
    public void Of_EmptyHypothesis_CountsAsUndefined()
    {
        Score score = Bleu.Of(["x", "a b c d"], ["", "a b c d"]);
        Assert.Equal((2, 1), (score.Count, score.Undefined));
    }

    [Fact]
    public void SegmentValues_OneGoodOneBad_TellsThemApart()
    {
        var bleu = new Bleu();
        bleu.AddBatch(["a b c d", "a b c d"], ["a b c d", "x y z w"]);
        Assert.Equal([100, 0], bleu.SegmentValues().Select(v => Math.Round(v, 9)));
    }

    private static ITextTokenizer Tokenizer(string name) => name switch { "13a" => TextTokenizer.V13a, "intl" => TextTokenizer.International, _ => TextTokenizer.None };
}
