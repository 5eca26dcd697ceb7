using AiInfra.Metrics.Text;

namespace AiInfra.Metrics.Tests.Text;

public class EditTests
{
    [Fact]
    public void WordErrorRate_Corpus_SumsBeforeDividing() =>
        Assert.Equal(2.0 / 5, WordErrorRate.Of(["a b", "c d e"], ["a x", "d e"]).Value, 1e-12);

    [Fact]
    public void Rates_OneOfEach_ByHand()
    {
        EditCounts counts = EditAlignment.Of("a b c d", "a x c e").Counts;
        Assert.Equal(new EditCounts(2, 2, 0, 0), counts);
        Assert.Equal((0.5, 0.5, 0.25, 0.75), (counts.ErrorRate, counts.MatchErrorRate, counts.InformationPreserved, counts.InformationLost));
    }

    [Fact]
    public void Of_MoreInsertionsThanWords_RateAboveOneButMatchErrorRateNot() =>
        Assert.Equal((3.0, 1.0), (WordErrorRate.Of(["a"], ["x y z"]).Value, MatchErrorRate.Of(["a"], ["x y z"]).Value));

    [Fact]
    public void Of_EmptyReference_InsertionsAndUndefined()
    {
        Score wer = WordErrorRate.Of([""], ["a b"]);
        Assert.Equal((2.0, 1L, 1.0, 0.0), (wer.Value, wer.Undefined, MatchErrorRate.Of([""], ["a b"]).Value, WordInformationPreserved.Of([""], ["a b"]).Value));
    }

    [Fact]
    public void Of_EmptyBoth_NoErrorAndAllPreserved() =>
        Assert.Equal((0.0, 1.0), (WordErrorRate.Of([""], [""]).Value, WordInformationPreserved.Of([""], [""]).Value));

    [Fact]
    public void CharacterErrorRate_Emoji_IsOneCharacter() => Assert.Equal(0.5, CharacterErrorRate.Of(["a\U0001F601"], ["a\U0001F600"]).Value);

    [Fact]
    public void CharacterErrorRate_Grapheme_AccentBelongsToItsLetter() =>
        Assert.Equal((0.5, 1.0), (CharacterErrorRate.Of(["e\u0300"], ["e\u0301"]).Value, CharacterErrorRate.Of(["e\u0300"], ["e\u0301"], new() { Unit = TextUnit.Grapheme }).Value));

    [Fact]
    public void WordErrorRate_SingleTab_DoesNotSeparateAsInJiwer() =>
        Assert.Equal((1.0, 0.0), (WordErrorRate.Of(["a b"], ["a\tb"]).Value, WordErrorRate.Of(["a b"], [" a  \t b"]).Value));

    [Fact]
    public void WordErrorRate_Options_IgnoreCaseAndPunctuation() =>
        Assert.Equal(0, WordErrorRate.Of(["hello world"], ["Hello, World!"], new() { Lowercase = true, RemovePunctuation = true }).Value);

    [Fact]
    public void Align_SwappedWords_DeletionAndInsertionKeepAHit()
    {
        EditAlignment alignment = EditAlignment.Of("a b", "b a");
        Assert.Equal(new EditCounts(1, 0, 1, 1), alignment.Counts);
    }

    [Fact]
    public void Align_Chunks_CoverBothSidesInOrder() =>
        Assert.Equal(
            [new(EditKind.Equal, 0, 1, 0, 1), new(EditKind.Substitute, 1, 2, 1, 2), new(EditKind.Equal, 2, 3, 2, 3), new(EditKind.Insert, 3, 3, 3, 4)],
            EditAlignment.Of("a b c", "a x c d").Chunks);

    [Fact]
    public void EditSimilarity_KnownPair_OneMinusDistanceOverLonger() => Assert.Equal(1 - (3 / 7.0), EditSimilarity.Of("sitting", "kitten"), 1e-12);
}
