using System.Text;

namespace AiInfra.Metrics.Text.Tokens;

internal sealed class CharacterTokenizer : ITextTokenizer
{
    public string Name => "char";

    public string Tokenize(string text)
    {
        var apart = new StringBuilder(2 * text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            apart.Append(rune).Append(' ');
        }

        return apart.ToString();
    }
}
