using System.Text;

namespace AiInfra.Metrics.Text.Tokens;

internal sealed class AsciiTokenizer : ITextTokenizer
{
    public string Name => "ascii";

    // Lower case first: the Kelvin sign becomes a k, the dotted capital I an i and a mark, which separates.
    public string Tokenize(string text)
    {
        string lower = Ascii.IsValid(text) ? text : TextRules.Lower(text);
        return string.Create(lower.Length, lower, static (to, from) =>
        {
            for (int i = 0; i < to.Length && i < from.Length; i++)
            {
                uint c = from[i], letter = c | 0x20;
                to[i] = letter - 'a' < 26 ? (char)letter : c - '0' < 10 ? (char)c : ' ';
            }
        });
    }
}
