using AiInfra.Metrics.Text;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Tests.Text;

public class OverlapTests
{
    [Theory]
    [InlineData("aa", "ab", 25.0, 8.3333)]
    [InlineData("a b c", "abc", 100, 50)]
    public void ChrF_KnownPair_GoldenValueOfBothSmoothings(string hypothesis, string reference, double expected, double epsilon)
    {
        Assert.Equal(expected, ChrF.Sentence([reference], hypothesis), 1e-9);
        Assert.Equal(epsilon, Math.Round(ChrF.Sentence([reference], hypothesis, new() { EpsilonSmoothing = true }), 4));
    }

    [Fact]
    public void ChrF_WordOrder_OnePunctuationMarkIsCutOff() =>
        Assert.Equal(50, ChrF.Sentence(["hi)"], "(hi)", new() { CharacterOrder = 0, WordOrder = 1 }), 1e-9);

    [Fact]
    public void ChrF_SeveralReferences_TheBestCounts() =>
        Assert.Equal(100, ChrF.Sentence(["a dog", "a cat"], "a cat"), 1e-9);

    [Fact]
    public void ChrF_Emoji_IsOneCharacter() =>
        Assert.Equal(0, ChrF.Sentence(["\U0001F601"], "\U0001F600", new() { CharacterOrder = 1 }));

    [Fact]
    public void Ter_BlockMoved_CostsOneEdit() =>
        Assert.Equal(12.5, TranslationEditRate.Sentence(["a b c d e f g h"], "d e f g h a b c"));

    [Theory]
    [InlineData("a", "", 100)]
    [InlineData("", "", 0)]
    [InlineData("", "a b", 100)]
    public void Ter_EmptySide_AsDocumented(string hypothesis, string reference, double expected) =>
        Assert.Equal(expected, TranslationEditRate.Sentence([reference], hypothesis));

    [Fact]
    public void Ter_SeveralReferences_FewestEditsOverMeanLength() =>
        Assert.Equal(100.0 / 3, TranslationEditRate.Sentence(["a b c", "x y z"], "a b c d"), 1e-9);

    [Fact]
    public void Ter_NormalizedAndWithoutPunctuation_SameWords() =>
        Assert.Equal(0, TranslationEditRate.Sentence(["it 's bob 's cat really"], "It's Bob's &quot;cat&quot;, really.", new() { Normalized = true, NoPunctuation = true }));

    [Fact]
    public void Ter_AsianSupport_CharactersAreWords() =>
        Assert.Equal(50, TranslationEditRate.Sentence(["東西"], "東京", new() { Normalized = true, AsianSupport = true }));

    [Fact]
    public void Rouge_PartOfReference_KnownScores() =>
        Assert.Equal(new RougeScore(1, 1 / 3.0, 0.5), Rouge.Sentence(RougeVariant.Rouge1, "testing one two", "testing"));

    [Fact]
    public void RougeLsum_LinsExample_KnownScores()
    {
        RougeScore score = Rouge.Sentence(RougeVariant.RougeLsum, "w1 w2 w3 w4 w5", "w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5");
        Assert.Equal((0.4, 0.8), (score.Precision, score.Recall));
    }

    [Fact]
    public void Rouge_Stemmer_JoinsFormsOfAWord() =>
        Assert.Equal((0.0, 1.0), (Rouge.Sentence(RougeVariant.Rouge1, "tested", "testing").F1, Rouge.Sentence(RougeVariant.Rouge1, "tested", "testing", new() { Stemmer = true }).F1));

    [Fact]
    public void Rouge_OtherScript_ZeroAndUndefinedWithAsciiButNotWithUnicode()
    {
        Assert.Equal((0, 1), (Rouge.Of(RougeVariant.RougeL, ["Привет мир"], ["Привет мир"]).Value, Rouge.Of(RougeVariant.RougeL, ["Привет мир"], ["Привет мир"]).Undefined));
        Assert.Equal(1, Rouge.Of(RougeVariant.RougeL, ["привет, МИР!"], ["Привет мир"], new() { Tokenizer = TextTokenizer.Unicode }).Value);
    }

    [Fact]
    public void RougeScorer_SeveralReferences_EachVariantTakesItsBest()
    {
        RougeScores scores = new RougeScorer([RougeVariant.Rouge1, RougeVariant.Rouge2]).Score(["c b a", "a b x y"], "a b c");
        Assert.Equal((1.0, 0.4), (scores[RougeVariant.Rouge1].F1, Math.Round(scores[RougeVariant.Rouge2].F1, 9)));
    }

    [Fact]
    public void RougeAggregate_DifferentSegments_LowBelowMidBelowHigh()
    {
        var rouge = new Rouge(RougeVariant.Rouge1);
        rouge.AddBatch(["a b", "c e", "p q", "a z"], ["a b", "c d", "x y", "a z"]);
        RougeAggregate aggregate = rouge.Aggregate();
        Assert.True(aggregate.Low.F1 < aggregate.Mid.F1 && aggregate.Mid.F1 < aggregate.High.F1, aggregate.ToString());
    }

    [Fact]
    public void Meteor_NltksExample_GoldenValue() =>
        Assert.Equal(0.6944444444444445, Meteor.Sentence(["It is a guide to action that ensures that the military will forever heed Party commands"], "It is a guide to action which ensures that the military always obeys the commands of the party"), 1e-12);

    [Fact]
    public void Meteor_OneWordRight_StillPaysThePenalty() => Assert.Equal(0.5, Meteor.Sentence(["cat"], "cat"));

    [Fact]
    public void Meteor_Signature_SaysThatItHasNoSynonyms() => Assert.Contains("match:exact+stem", new Meteor().Signature);

    [Fact]
    public void DistinctN_Repetition_CountsDifferentOnes() => Assert.Equal((1 / 3.0, 0.5), (DistinctN.Of(["a b a b", "a b"], 1).Value, DistinctN.Of(["a b a b", "a b"], 2).Value));

    [Fact]
    public void SelfBleu_AgainstAllOthersOneByOne_SameMean()
    {
        string[] texts = ["a b c d e", "a b c x y", "a a b b c", "q r s", "a b c d e f", ""];
        double expected = texts.Select((t, i) => Bleu.Sentence(texts.Where((_, k) => k != i).ToArray(), t, new() { Tokenizer = TextTokenizer.None }).Score).Average();
        Assert.Equal(expected, SelfBleu.Of(texts, new() { Tokenizer = TextTokenizer.None }).Value, 1e-9);
    }
}
