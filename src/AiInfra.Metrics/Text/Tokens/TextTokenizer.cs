namespace AiInfra.Metrics.Text.Tokens;

/// <summary>The tokenizers in the box. They have no state and may be shared.</summary>
public static class TextTokenizer
{
    /// <summary>"13a": mteval-v13a, the default of WMT and sacrebleu. Separates ASCII punctuation; full stops and commas stay inside numbers; other scripts are left alone.</summary>
    public static ITextTokenizer V13a { get; } = new V13aTokenizer();

    /// <summary>"intl": mteval-v14 international. Separates punctuation and symbols of all of Unicode; punctuation between digits stays.</summary>
    public static ITextTokenizer International { get; } = new InternationalTokenizer();

    /// <summary>"char": every code point that is not white space is a token.</summary>
    public static ITextTokenizer Character { get; } = new CharacterTokenizer();

    /// <summary>"zh": every Chinese character is a token, the rest as 13a.</summary>
    public static ITextTokenizer Chinese { get; } = new ChineseTokenizer();

    /// <summary>"none": the text is tokenized already; white space separates.</summary>
    public static ITextTokenizer None { get; } = new NoTokenizer();

    /// <summary>"ascii": ROUGE's own. Lower case; runs of a-z and 0-9 are tokens, everything else is dropped, so that a text in another script has no token at all.</summary>
    public static ITextTokenizer Ascii { get; } = new AsciiTokenizer();

    /// <summary>"unicode": lower case; runs of letters, marks and digits of any script are tokens; Han, kana and the scripts of Thailand, Laos, Cambodia and Myanmar, which put no space between words, give one token a character.</summary>
    public static ITextTokenizer Unicode { get; } = new UnicodeTokenizer();
}
