using AiInfra.Evaluation.Metrics;
using AiInfra.Evaluation.Text;

namespace AiInfra.Evaluation.Tests.Text;

public class EditTests
{
    [Fact]
    public void WordErrorRate_Corpus_SumsBeforeDividing() =>
        Assert.Equal(2.0 / 5, WordErrorRate.Of(["a x", "d e"], ["a b", "c d e"]).Value, 1e-12);

    [Fact]
    public void Rates_OneOfEach_ByHand()
    {
        EditCounts counts = EditAlignment.Of("a x c e", "a b c d").Counts;
        Assert.Equal(new EditCounts(2, 2, 0, 0), counts);
        Assert.Equal((0.5, 0.5, 0.25, 0.75), (counts.ErrorRate, counts.MatchErrorRate, counts.InformationPreserved, counts.InformationLost));
    }

    [Fact]
    public void Of_MoreInsertionsThanWords_RateAboveOneButMatchErrorRateNot() =>
        Assert.Equal((3.0, 1.0), (WordErrorRate.Of(["x y z"], ["a"]).Value, MatchErrorRate.Of(["x y z"], ["a"]).Value));

    [Fact]
    public void Of_EmptyReference_InsertionsAndUndefined()
    {
        Score wer = WordErrorRate.Of(["a b"], [""]);
        Assert.Equal((2.0, 1L, 1.0, 0.0), (wer.Value, wer.Undefined, MatchErrorRate.Of(["a b"], [""]).Value, WordInformationPreserved.Of(["a b"], [""]).Value));
    }

    [Fact]
    public void Of_EmptyBoth_NoErrorAndAllPreserved() =>
        Assert.Equal((0.0, 1.0), (WordErrorRate.Of([""], [""]).Value, WordInformationPreserved.Of([""], [""]).Value));

    [Fact]
    public void CharacterErrorRate_Emoji_IsOneCharacter() => Assert.Equal(0.5, CharacterErrorRate.Of(["a\U0001F600"], ["a\U0001F601"]).Value);

    [Fact]
    public void CharacterErrorRate_Grapheme_AccentBelongsToItsLetter() =>
        Assert.Equal((0.5, 1.0), (CharacterErrorRate.Of(["e\u0301"], ["e\u0300"]).Value, CharacterErrorRate.Of(["e\u0301"], ["e\u0300"], new() { Unit = TextUnit.Grapheme }).Value));

    [Fact]
    public void WordErrorRate_SingleTab_DoesNotSeparateAsInJiwer() =>
        Assert.Equal((1.0, 0.0), (WordErrorRate.Of(["a\tb"], ["a b"]).Value, WordErrorRate.Of([" a  \t b"], ["a b"]).Value));

    [Fact]
    public void WordErrorRate_Options_IgnoreCaseAndPunctuation() =>
        Assert.Equal(0, WordErrorRate.Of(["Hello, World!"], ["hello world"], new() { Lowercase = true, RemovePunctuation = true }).Value);

    [Fact]
    public void Align_SwappedWords_DeletionAndInsertionKeepAHit()
    {
        EditAlignment alignment = EditAlignment.Of("b a", "a b");
        Assert.Equal(new EditCounts(1, 0, 1, 1), alignment.Counts);
    }

    [Fact]
    public void Align_Chunks_CoverBothSidesInOrder() =>
        Assert.Equal(
            [new(EditKind.Equal, 0, 1, 0, 1), new(EditKind.Substitute, 1, 2, 1, 2), new(EditKind.Equal, 2, 3, 2, 3), new(EditKind.Insert, 3, 3, 3, 4)],
            EditAlignment.Of("a x c d", "a b c").Chunks);

    [Fact]
    public void EditSimilarity_KnownPair_OneMinusDistanceOverLonger() => Assert.Equal(1 - (3 / 7.0), EditSimilarity.Of("kitten", "sitting"), 1e-12);
}
