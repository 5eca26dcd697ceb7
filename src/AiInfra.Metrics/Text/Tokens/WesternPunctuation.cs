using System.Buffers;

namespace AiInfra.Metrics.Text.Tokens;

/// <summary>The rules of mteval-v13a for Western languages, step by step as they are defined: a step sees what the one before it wrote.</summary>
internal static class WesternPunctuation
{
    private static readonly SearchValues<char> s_apart = SearchValues.Create("!\"#$%&()*+/:;<=>?@[\\]^_`{|}~");
    private static readonly SearchValues<char> s_stops = SearchValues.Create(".,");

    /// <summary>Puts spaces around ASCII punctuation except . , - and '.</summary>
    public static void Separate(ReadOnlySpan<char> text, TextBuffer to)
    {
        while (true)
        {
            int at = text.IndexOfAny(s_apart);
            if (at < 0)
            {
                to.Append(text);
                return;
            }

            to.Append(text[..at]);
            to.AppendApart(text[at]);
            text = text[(at + 1)..];
        }
    }

    /// <summary>Separates full stops and commas unless between digits, and a hyphen after a digit. Returns the buffer that holds the answer; both are overwritten.</summary>
    public static TextBuffer Stops(TextBuffer text, TextBuffer spare)
    {
        if (text.Text.ContainsAny(s_stops))
        {
            spare.Clear();
            AfterOther(text.Text, spare);
            text.Clear();
            BeforeOther(spare.Text, text);
        }

        if (!text.Text.Contains('-'))
        {
            return text;
        }

        spare.Clear();
        Hyphens(text.Text, spare);
        return spare;
    }

    // A pair is taken once: of several stops in a row every second one is found here, the rest in the next step.
    private static void AfterOther(ReadOnlySpan<char> text, TextBuffer to)
    {
        int copied = 0;
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] is '.' or ',' && !char.IsAsciiDigit(text[i - 1]) && i - 1 >= copied)
            {
                to.Append(text[copied..i]);
                to.AppendApart(text[i]);
                copied = i + 1;
            }
        }

        to.Append(text[copied..]);
    }

    private static void BeforeOther(ReadOnlySpan<char> text, TextBuffer to)
    {
        int copied = 0;
        for (int i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] is '.' or ',' && !char.IsAsciiDigit(text[i + 1]))
            {
                to.Append(text[copied..i]);
                to.AppendApart(text[i]);
                to.Append(text[i + 1]);
                copied = i + 2;
                i++;
            }
        }

        to.Append(text[copied..]);
    }

    private static void Hyphens(ReadOnlySpan<char> text, TextBuffer to)
    {
        int copied = 0;
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == '-' && char.IsAsciiDigit(text[i - 1]))
            {
                to.Append(text[copied..i]);
                to.AppendApart('-');
                copied = i + 1;
            }
        }

        to.Append(text[copied..]);
    }
}
