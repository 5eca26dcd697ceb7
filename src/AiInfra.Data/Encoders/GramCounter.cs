namespace AiInfra.Data.Encoders;

/// <summary>Counts the runs of a plan in texts. Allocates nothing.</summary>
internal sealed class GramCounter
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;
    private readonly Dictionary<long, int>[] _features;
    private readonly GramPlan _plan;
    private readonly bool _words;

    public GramCounter(GramPlan plan, bool words)
    {
        _plan = plan;
        _words = words;
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < plan.Tokens.Length; i++)
        {
            ids.Add(plan.Tokens[i], plan.Ids[i]);
        }

        _ids = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _features = [.. Enumerable.Range(0, plan.Longest).Select(_ => new Dictionary<long, int>())];
        for (int i = 0; i < plan.Grams.Length; i++)
        {
            _features[plan.Grams[i].Length - 1].Add(GramPlan.Key(plan.Grams[i]), i);
        }
    }

    /// <summary>The features of a text, into memory that is zero.</summary>
    public void Encode(string text, int pieces, Span<float> features)
    {
        Span<int> ids = stackalloc int[TextPieces.Size];
        ReadOnlySpan<char> rest = text;
        for (int i = 0; i < pieces && rest.Length > 0; i++)
        {
            ReadOnlySpan<char> piece = TextPieces.Next(ref rest);
            Count(ids[..(_words ? Words(piece, ids) : Characters(piece, ids))], features);
        }

        if (_plan.Weights.Length == 0)
        {
            return;
        }

        double squares = 0;
        for (int i = 0; i < features.Length; i++)
        {
            if (features[i] != 0)
            {
                double weighted = Math.Log(1.0 + features[i]) * _plan.Weights[i];
                squares += weighted * weighted;
            }
        }

        double factor = squares > 0 ? TextPlan.Length / Math.Sqrt(squares) : 0;
        for (int i = 0; i < features.Length; i++)
        {
            features[i] = features[i] == 0 ? 0 : (float)(Math.Log(1.0 + features[i]) * _plan.Weights[i] * factor);
        }
    }

    private int Words(ReadOnlySpan<char> piece, Span<int> ids)
    {
        Span<char> lower = stackalloc char[2 * TextPieces.Size];
        int count = 0;
        while (TextPieces.NextWord(ref piece) is { Length: > 0 } word)
        {
            ids[count++] = Id(word, lower);
        }

        return count;
    }

    private int Characters(ReadOnlySpan<char> piece, Span<int> ids)
    {
        Span<char> lower = stackalloc char[2];
        int count = 0;
        while (piece.Length > 0)
        {
            ids[count++] = Id(TextPieces.NextCharacter(ref piece), lower);
        }

        return count;
    }

    private int Id(ReadOnlySpan<char> token, Span<char> lower)
    {
        for (int i = 0; i < token.Length; i++)
        {
            lower[i] = token[i] is >= 'A' and <= 'Z' ? (char)(token[i] | 0x20) : token[i];
        }

        return _ids.TryGetValue(lower[..token.Length], out int id) ? id : 0;
    }

    private void Count(ReadOnlySpan<int> ids, Span<float> features)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            long key = 0;
            for (int n = 0; n < _features.Length && i + n < ids.Length && ids[i + n] != 0; n++)
            {
                key = (key * GramPlan.MostIds) + ids[i + n];
                if (_features[n].TryGetValue(key, out int feature))
                {
                    features[feature]++;
                }
            }
        }
    }
}
