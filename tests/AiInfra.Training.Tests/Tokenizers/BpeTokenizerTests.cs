using System.Text;
using AiInfra.Training.Tokenizers;
using CsCheck;

namespace AiInfra.Training.Tests.Tokenizers;

public sealed class BpeTokenizerTests
{
    internal const string Text = """
        The cat sat on the mat, and the hat that the cat had sat on the mat.  It's what they'd said: "we'll see, won't we?"
        Zahlen 12345 und Größen, Zoë's naïve café costs 3.50 €;    日本語のテキスト, 👩‍👩‍👧 and 𝐀𝐁 too.
        	tabs	and trailing spaces   

        the theme of the thesis is then therefore the theory; lower lowest newer newest wider widest
        """;

    internal static BpeTokenizer Small(int size = 400) => BpeTokenizer.Train([Text, Text], new BpeOptions { VocabularySize = size, SpecialTokens = ["<|endoftext|>", "<pad>"] });

    [Fact]
    public void Decode_OfAnyBytesEncoded_GivesThemBack()
    {
        BpeTokenizer tokenizer = Small();
        Gen.Byte.Array[0, 200].Sample(bytes => tokenizer.DecodeBytes(tokenizer.Encode(bytes)).AsSpan().SequenceEqual(bytes), iter: 2000);
        Gen.OneOf("the", " ", "\n", "'s", "é", "日", "👩", "<|endoftext|>", "\u200b", "1").Array[0, 40].Select(string.Concat)
            .Sample(text => tokenizer.Decode(tokenizer.Encode(text)) == text && tokenizer.Decode(tokenizer.Encode(text, specialTokens: false)) == text, iter: 2000);
    }

    [Fact]
    public void Train_OfATextWorkedByHand_MergesTheMostFrequentAndOfTiesTheFirst()
    {
        // Words: "low" x3, " lower" x2, " new" x2. Pairs: l+o and o+w 5 times each, so o+w waits; of l+o (l is 0x6c) and o+w the smaller first token is l.
        BpeTokenizer tokenizer = BpeTokenizer.Train(["low lower new", "low lower new", "low"], new BpeOptions { VocabularySize = 258, SpecialTokens = [] });
        Assert.Equal(258, tokenizer.VocabularySize);
        Assert.Equal("lo", tokenizer.Decode([256]));
        Assert.Equal("low", tokenizer.Decode([257]));
        Assert.Equal([257L], tokenizer.Encode("low"));
    }

    [Fact]
    public void Train_OfTheSameTextsInAnotherOrder_GivesTheSameTokens()
    {
        string[] lines = Text.Split('\n');
        BpeTokenizer one = BpeTokenizer.Train(lines), other = BpeTokenizer.Train(lines.Reverse());
        Assert.Equal(one.VocabularySize, other.VocabularySize);
        Assert.Equal(Enumerable.Range(0, one.VocabularySize).Select(i => Convert.ToHexString(one.DecodeBytes([i]))), Enumerable.Range(0, other.VocabularySize).Select(i => Convert.ToHexString(other.DecodeBytes([i]))));
    }

    [Fact]
    public void Train_UntilNoPairIsLeft_SaysHowManyTokensThereAre() =>
        Assert.Equal(1 + 256 + 1, BpeTokenizer.Train(["aaaa aaaa"], new BpeOptions { MinFrequency = 3 }).VocabularySize);

    [Fact]
    public void Encode_OfSpecialTokens_TakesThemWholeOrAsLetters()
    {
        BpeTokenizer tokenizer = Small();
        long end = tokenizer.SpecialTokens["<|endoftext|>"];
        Assert.Equal(0, end);
        Assert.Equal([end, .. tokenizer.Encode("the cat"), end], tokenizer.Encode("<|endoftext|>the cat<|endoftext|>"));
        long[] letters = tokenizer.Encode("<|endoftext|>", specialTokens: false);
        Assert.DoesNotContain(end, letters);
        Assert.Equal("<|endoftext|>", tokenizer.Decode(letters));
    }

    [Fact]
    public void Encode_OfOneVeryLongWord_EndsSoon()
    {
        // A hundred thousand letters without a space: a scan of all pairs for each merge would take minutes.
        string word = string.Concat(Enumerable.Repeat("thethesis", 12_000));
        Assert.Equal(word, Small().Decode(Small().Encode(word)));
    }

    [Fact]
    public void Decode_OfANumberThatIsNoToken_NamesItItsPlaceAndTheVocabulary()
    {
        BpeTokenizer tokenizer = Small(300);
        string message = Assert.Throws<TokenizerException>(() => tokenizer.Decode([1, 2, 300])).Message;
        Assert.Contains("Token 300 at place 2", message, StringComparison.Ordinal);
        Assert.Contains("has 300", message, StringComparison.Ordinal);
        Assert.Throws<TokenizerException>(() => tokenizer.DecodeBytes([-1]));
    }

    [Fact]
    public void Train_OfNoText_IsRefused()
    {
        Assert.Contains("no text", Assert.Throws<TokenizerException>(() => BpeTokenizer.Train([])).Message, StringComparison.Ordinal);
        Assert.Throws<TokenizerException>(() => BpeTokenizer.Train(["", "<|endoftext|>"]));
        Assert.Empty(Small().Encode(""));
    }

    [Fact]
    public void Train_OfTextsAndOptionsThatCannotBe_IsRefused()
    {
        Assert.Contains("place 2", Assert.Throws<ArgumentException>(() => BpeTokenizer.Train(["ab\ud83d"])).Message, StringComparison.Ordinal);
        Assert.Contains("at least 258", Assert.ThrowsAny<ArgumentException>(() => Small(257)).Message, StringComparison.Ordinal);
        Assert.Contains("'a' stands there 2 times", Assert.ThrowsAny<ArgumentException>(() => BpeTokenizer.Train(["a"], new BpeOptions { SpecialTokens = ["a", "a"] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encode_FromManyThreads_IsAsFromOne()
    {
        BpeTokenizer tokenizer = Small();
        long[] expected = Small().Encode(Text);
        long[][] all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => tokenizer.Encode(Text))));
        Assert.All(all, a => Assert.Equal(expected, a));
    }

    [Fact]
    public void Decode_OfPartOfACharacter_KeepsItsBytes()
    {
        BpeTokenizer tokenizer = Small();
        byte[] half = [.. Encoding.UTF8.GetBytes("é")[..1]];
        Assert.Equal("\ufffd", tokenizer.Decode(tokenizer.Encode(half)));
        Assert.Equal(half, tokenizer.DecodeBytes(tokenizer.Encode(half)));
    }
}
