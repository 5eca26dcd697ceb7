using System.Globalization;
using System.Text;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text.Matching;

/// <summary>Cuts texts into the units that edits are counted in.</summary>
internal sealed class EditUnits(ErrorRateOptions options)
{
    private readonly TokenInterner _interner = new();

    public void StartSegment() => _interner.StartSegment();

    public void Read(string text, IntBuffer to)
    {
        to.Clear();
        string prepared = Prepare(text);
        switch (options.Unit)
        {
            case TextUnit.Word:
                // Only spaces separate, and runs of white space, of which Prepare left one space.
                foreach (Range range in prepared.AsSpan().Split(' '))
                {
                    ReadOnlySpan<char> word = prepared.AsSpan()[range];
                    if (!word.IsEmpty)
                    {
                        to.Add(_interner.Id(word));
                    }
                }

                break;
            case TextUnit.CodePoint:
                foreach (Rune rune in prepared.EnumerateRunes())
                {
                    to.Add(rune.Value);
                }

                break;
            default:
                for (ReadOnlySpan<char> rest = prepared; !rest.IsEmpty;)
                {
                    int length = StringInfo.GetNextTextElementLength(rest);
                    to.Add(_interner.Id(rest[..length]));
                    rest = rest[length..];
                }

                break;
        }
    }

    private string Prepare(string text)
    {
        string cased = options.Lowercase ? TextRules.Lower(text) : text;
        if (options.RemovePunctuation)
        {
            var kept = new StringBuilder(cased.Length);
            foreach (Rune rune in cased.EnumerateRunes())
            {
                kept.Append(Rune.IsPunctuation(rune) ? "" : rune.ToString());
            }

            cased = kept.ToString();
        }

        ReadOnlySpan<char> trimmed = TextRules.Trim(cased);
        return options.Unit == TextUnit.Word ? OneSpace(trimmed) : trimmed.ToString();
    }

    private static string OneSpace(ReadOnlySpan<char> text)
    {
        var one = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool space = TextRules.IsSpace(text[i]), next = i + 1 < text.Length && TextRules.IsSpace(text[i + 1]);
            if (!space || !next)
            {
                one.Append(text[i]);
                continue;
            }

            while (i + 1 < text.Length && TextRules.IsSpace(text[i + 1]))
            {
                i++;
            }

            one.Append(' ');
        }

        return one.ToString();
    }
}
