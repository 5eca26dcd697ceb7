using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Tests.Text;

public class TokenizerTests
{
    [Theory]
    [InlineData("Hello, world.", "Hello , world .")]
    [InlineData("$3,000.50 (approx.)", "$ 3,000.50 ( approx . )")]
    [InlineData("3-4 items, e.g. 1-", "3 - 4 items , e . g . 1 -")]
    [InlineData("&quot;a&quot; &amp;lt; b<skipped>", "\" a \" < b")]
    [InlineData("wait... what..5", "wait . . . what . .5")]
    [InlineData("hy-\nphen\nline", "hyphen line")]
    [InlineData("naïve — “smart”", "naïve — “smart”")]
    public void V13a_Text_TokensAsMteval(string text, string expected) => Assert.Equal(expected, Tokens(TextTokenizer.V13a, text));

    [Theory]
    [InlineData("Hello, world.", "Hello , world .")]
    [InlineData("1,000.5 in 1999.", "1,000.5 in 1999.")]
    [InlineData("a—b “c” 5€", "a — b “ c ” 5 €")]
    public void International_Text_PunctuationOfAllScriptsApart(string text, string expected) => Assert.Equal(expected, Tokens(TextTokenizer.International, text));

    [Fact]
    public void Chinese_Mixed_CharactersApart() => Assert.Equal("我 有 3.5 apples ,", Tokens(TextTokenizer.Chinese, "我有3.5 apples,"));

    [Fact]
    public void Character_Emoji_OneToken() => Assert.Equal("a \U0001F600 b", Tokens(TextTokenizer.Character, "a\U0001F600 b"));

    [Theory]
    [InlineData("It's 5% \u212Aelvin", "it s 5 kelvin")]
    [InlineData("İstanbul", "i stanbul")]
    public void Ascii_Text_OnlyLettersAndDigits(string text, string expected) => Assert.Equal(expected, Tokens(TextTokenizer.Ascii, text));

    [Theory]
    [InlineData("Déjà-vu, МИР!", "déjà vu мир")]
    [InlineData("東京タワーtower2", "東 京 タ ワ ー tower2")]
    [InlineData("ΟΔΟΣ", "οδος")]
    public void Unicode_AnyScript_WordsAndCharacters(string text, string expected) => Assert.Equal(expected, Tokens(TextTokenizer.Unicode, text));

    [Theory]
    [InlineData("caresses", "caress")]
    [InlineData("ponies", "poni")]
    [InlineData("ties", "tie")]
    [InlineData("agreed", "agre")]
    [InlineData("hopping", "hop")]
    [InlineData("filing", "file")]
    [InlineData("happy", "happi")]
    [InlineData("enjoy", "enjoy")]
    [InlineData("relational", "relat")]
    [InlineData("rationally", "ration")]
    [InlineData("geology", "geolog")]
    [InlineData("hopefulness", "hope")]
    [InlineData("adoption", "adopt")]
    [InlineData("controlling", "control")]
    [InlineData("dying", "die")]
    [InlineData("syzygy", "syzygi")]
    public void PorterStemmer_Word_AsNltk(string word, string expected) => Assert.Equal(expected, PorterStemmer.Stem(word));

    private static string Tokens(ITextTokenizer tokenizer, string text) => string.Join(' ', tokenizer.Tokenize(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
