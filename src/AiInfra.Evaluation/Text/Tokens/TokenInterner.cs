namespace AiInfra.Evaluation.Text.Tokens;

/// <summary>Numbers tokens, so that the rest compares ints. Forgets all when it has grown too large, between segments only.</summary>
/// <param name="normal">What a token counts as, an empty text for nothing; null takes it as it is.</param>
internal sealed class TokenInterner(Func<string, string>? normal = null)
{
    private const int Most = 1 << 18;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _normal = new(StringComparer.Ordinal);

    /// <summary>One more than the largest number given.</summary>
    public int Count => normal is null ? _ids.Count : _normal.Count;

    /// <summary>To be called before the texts of a segment.</summary>
    public void StartSegment()
    {
        if (_ids.Count > Most)
        {
            _ids.Clear();
            _normal.Clear();
        }
    }

    /// <summary>Appends the numbers of the words of a text that white space separates.</summary>
    public void Read(ReadOnlySpan<char> text, IntBuffer to)
    {
        for (ReadOnlySpan<char> word = TextRules.NextWord(ref text); !word.IsEmpty; word = TextRules.NextWord(ref text))
        {
            int id = Id(word);
            if (id >= 0)
            {
                to.Add(id);
            }
        }
    }

    /// <summary>The number of a token; -1 when it counts as nothing.</summary>
    public int Id(ReadOnlySpan<char> token)
    {
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(token, out int id))
        {
            return id;
        }

        string text = token.ToString();
        id = normal is null ? _ids.Count : Normal(normal(text));
        _ids.Add(text, id);
        return id;
    }

    private int Normal(string text)
    {
        if (text.Length == 0)
        {
            return -1;
        }

        if (!_normal.TryGetValue(text, out int id))
        {
            id = _normal.Count;
            _normal.Add(text, id);
        }

        return id;
    }
}
