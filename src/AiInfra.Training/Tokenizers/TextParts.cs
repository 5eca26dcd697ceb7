namespace AiInfra.Training.Tokenizers;

/// <summary>Parts a text at its special tokens: at each place the first that stands there, the longest of several.</summary>
internal sealed class TextParts(IReadOnlyList<(byte[] Text, int Token)> specials)
{
    /// <summary>What stands between special tokens goes to one, the tokens to the other, in order.</summary>
    public void Walk(ReadOnlySpan<byte> text, Action<ReadOnlySpan<byte>> plain, Action<int> special)
    {
        // Where each stands next, from the place reached; it is looked for again once that is passed.
        Span<int> next = stackalloc int[Math.Min(specials.Count, 256)];
        next = specials.Count > next.Length ? new int[specials.Count] : next;
        next.Fill(-1);
        int at = 0;
        while (true)
        {
            int best = -1;
            for (int i = 0; i < specials.Count; i++)
            {
                if (next[i] < at)
                {
                    int found = text[at..].IndexOf(specials[i].Text);
                    next[i] = found < 0 ? int.MaxValue : at + found;
                }

                bool nearer = next[i] < int.MaxValue && (best < 0 || next[i] < next[best] || (next[i] == next[best] && specials[i].Text.Length > specials[best].Text.Length));
                best = nearer ? i : best;
            }

            int end = best < 0 ? text.Length : next[best];
            if (end > at)
            {
                plain(text[at..end]);
            }

            if (best < 0)
            {
                return;
            }

            special(specials[best].Token);
            at = end + specials[best].Text.Length;
        }
    }
}
