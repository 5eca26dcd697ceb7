namespace AiInfra.Metrics.Text;

/// <summary>Checks of texts, each naming the argument and the first index that is wrong.</summary>
internal static class TextGuard
{
    public static void Segment(ReadOnlySpan<string?> references, string hypothesis, long segment)
    {
        ArgumentNullException.ThrowIfNull(hypothesis);
        Whole(hypothesis, "hypothesis", "hypothesis", $"Segment {segment}: ");
        bool any = false;
        for (int i = 0; i < references.Length; i++)
        {
            if (references[i] is { } reference)
            {
                any = true;
                if (HalfPair(reference) >= 0)
                {
                    Whole(reference, $"references[{i}]", "references", $"Segment {segment}: ");
                }
            }
        }

        if (!any)
        {
            throw new ArgumentException($"Segment {segment} has no reference; one is needed (an empty text is one, null is none).", nameof(references));
        }
    }

    public static void Corpus(IReadOnlyList<string> references, IReadOnlyList<string> hypotheses)
    {
        Lengths(references, hypotheses);
        for (int i = 0; i < references.Count; i++)
        {
            if (references[i] is null)
            {
                throw new ArgumentException($"references[{i}] is null; a reference is needed (an empty text is one).", nameof(references));
            }

            Whole(references[i], $"references[{i}]", nameof(references), "");
        }
    }

    public static void Corpus(IReadOnlyList<IReadOnlyList<string?>> references, IReadOnlyList<string> hypotheses)
    {
        Lengths(references, hypotheses);
        for (int i = 0; i < references.Count; i++)
        {
            if (references[i] is not { } given || given.All(r => r is null))
            {
                throw new ArgumentException($"references[{i}] has no reference; one is needed (an empty text is one, null is none).", nameof(references));
            }

            for (int k = 0; k < given.Count; k++)
            {
                if (given[k] is { } reference && HalfPair(reference) >= 0)
                {
                    Whole(reference, $"references[{i}][{k}]", nameof(references), "");
                }
            }
        }
    }

    /// <summary>Index of the first half of a surrogate pair without the other, or -1.</summary>
    public static int HalfPair(ReadOnlySpan<char> text)
    {
        int from = 0;
        while (true)
        {
            int at = text[from..].IndexOfAnyInRange('\uD800', '\uDFFF');
            if (at < 0)
            {
                return -1;
            }

            from += at;
            if (!char.IsHighSurrogate(text[from]) || from + 1 == text.Length || !char.IsLowSurrogate(text[from + 1]))
            {
                return from;
            }

            from += 2;
        }
    }

    public static void Whole(string text, string name, string argument, string where)
    {
        int at = HalfPair(text);
        if (at >= 0)
        {
            throw new ArgumentException($"{where}{name} has half a surrogate pair (U+{(int)text[at]:X4}) at character {at}; it is not a text. Repair it where it was cut or decoded.", argument);
        }
    }

    private static void Lengths<T>(IReadOnlyList<T> references, IReadOnlyList<string> hypotheses)
    {
        ArgumentNullException.ThrowIfNull(hypotheses);
        ArgumentNullException.ThrowIfNull(references);
        if (hypotheses.Count != references.Count)
        {
            throw new ArgumentException($"There are {hypotheses.Count} hypotheses but references for {references.Count} segments.", nameof(references));
        }

        for (int i = 0; i < hypotheses.Count; i++)
        {
            if (hypotheses[i] is null)
            {
                throw new ArgumentException($"hypotheses[{i}] is null; a missing answer is an empty text.", nameof(hypotheses));
            }

            Whole(hypotheses[i], $"hypotheses[{i}]", nameof(hypotheses), "");
        }
    }
}
