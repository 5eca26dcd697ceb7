namespace AiInfra.Evaluation.Text.Tokens;

internal sealed class AsciiTokenizer : ITextTokenizer
{
    public string Name => "ascii";

    public string Tokenize(string text)
    {
        // Lower case first: the Kelvin sign becomes a k, the dotted capital I an i and a mark, which separates.
        string lower = TextRules.Lower(text);
        return string.Create(lower.Length, lower, static (to, from) =>
        {
            for (int i = 0; i < to.Length; i++)
            {
                char c = from[i];
                to[i] = char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : ' ';
            }
        });
    }
}
