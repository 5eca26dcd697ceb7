namespace AiInfra.Training.Tokenizers;

/// <summary>Learns merges from words and how often each stands in a text (Sennrich, Haddow, Birch 2016). Counts of pairs are kept up to date word by word; only words that have the merged pair are touched.</summary>
internal sealed class BpeTrainer
{
    private readonly List<(int[] Tokens, long Count)> _words = [];
    private readonly Dictionary<long, (long Count, List<int> Words)> _pairs = [];
    private readonly PriorityQueue<long, (long Count, long Pair)> _waiting = new(Comparer<(long Count, long Pair)>.Create(
        (a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : a.Pair.CompareTo(b.Pair)));

    /// <summary>The most frequent pair is merged, of equally frequent ones that of the smaller first token, then of the smaller second; so the same text gives the same tokens in whatever order its words come.</summary>
    /// <param name="words">Words, a char a byte, and how often each stands in the text.</param>
    /// <param name="options">How; checked.</param>
    /// <param name="cancellationToken">Ends it between two merges.</param>
    public static BpeVocabulary Train(IReadOnlyDictionary<string, long> words, BpeOptions options, CancellationToken cancellationToken) => new BpeTrainer().Run(words, options, cancellationToken);

    private BpeVocabulary Run(IReadOnlyDictionary<string, long> words, BpeOptions options, CancellationToken cancellationToken)
    {
        List<byte[]> tokens = [.. options.SpecialTokens.Select(System.Text.Encoding.UTF8.GetBytes), .. ByteLetters.InOrder.Select(b => new[] { b })];
        int firstByte = options.SpecialTokens.Count;
        int[] ofByte = new int[256];
        for (int i = 0; i < 256; i++)
        {
            ofByte[ByteLetters.InOrder[i]] = firstByte + i;
        }

        var known = Enumerable.Range(firstByte, 256).ToDictionary(id => Name(tokens[id]), StringComparer.Ordinal);
        Count(words, ofByte, options.MinFrequency);
        List<(int First, int Second, int Made)> merges = [];
        while (tokens.Count < options.VocabularySize && Best(options.MinFrequency) is { } pair)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (int first, int second) = ((int)(pair >> 32), (int)pair);

            // Two pairs may be the same bytes: they are one token.
            byte[] bytes = [.. tokens[first], .. tokens[second]];
            if (!known.TryGetValue(Name(bytes), out int made))
            {
                known[Name(bytes)] = made = tokens.Count;
                tokens.Add(bytes);
            }

            merges.Add((first, second, made));
            Merge(pair, first, second, made, options.MinFrequency);
        }

        return new BpeVocabulary(tokens, merges, Enumerable.Range(0, firstByte).ToHashSet());
    }

    private static string Name(byte[] bytes) => System.Text.Encoding.Latin1.GetString(bytes);

    private void Count(IReadOnlyDictionary<string, long> words, int[] ofByte, long least)
    {
        foreach ((string word, long count) in words)
        {
            int[] tokens = Array.ConvertAll(word.ToCharArray(), b => ofByte[b]);
            for (int i = 1; i < tokens.Length; i++)
            {
                Add(BpeVocabulary.Pair(tokens[i - 1], tokens[i]), count, _words.Count);
            }

            _words.Add((tokens, count));
        }

        foreach ((long pair, (long count, _)) in _pairs)
        {
            Wait(pair, count, least);
        }
    }

    private void Wait(long pair, long count, long least)
    {
        if (count >= least)
        {
            _waiting.Enqueue(pair, (count, pair));
        }
    }

    /// <summary>The pair to merge next. Counts that fell meanwhile are put right when their pair comes up.</summary>
    private long? Best(long least)
    {
        while (_waiting.TryDequeue(out long pair, out (long Count, long Pair) key))
        {
            long count = _pairs.TryGetValue(pair, out (long Count, List<int> Words) now) ? now.Count : 0;
            if (count == key.Count)
            {
                return pair;
            }

            if (count < key.Count)
            {
                Wait(pair, count, least);
            }
        }

        return null;
    }

    private void Merge(long pair, int first, int second, int made, long least)
    {
        HashSet<long> grown = [];
        foreach (int at in _pairs[pair].Words)
        {
            (int[] old, long count) = _words[at];
            int[] tokens = Joined(old, first, second, made);
            if (tokens.Length == old.Length)
            {
                continue;
            }

            for (int i = 1; i < old.Length; i++)
            {
                Add(BpeVocabulary.Pair(old[i - 1], old[i]), -count, -1);
            }

            for (int i = 1; i < tokens.Length; i++)
            {
                long there = BpeVocabulary.Pair(tokens[i - 1], tokens[i]);
                bool isNew = tokens[i - 1] == made || tokens[i] == made;
                Add(there, count, isNew ? at : -1);
                if (isNew)
                {
                    grown.Add(there);
                }
            }

            _words[at] = (tokens, count);
        }

        _pairs.Remove(pair);
        grown.Remove(pair);
        foreach (long more in grown)
        {
            Wait(more, _pairs[more].Count, least);
        }
    }

    private void Add(long pair, long count, int word)
    {
        (long before, List<int> words) = _pairs.TryGetValue(pair, out (long Count, List<int> Words) known) ? known : (0, []);
        if (word >= 0 && (words.Count == 0 || words[^1] != word))
        {
            words.Add(word);
        }

        _pairs[pair] = (before + count, words);
    }

    private static int[] Joined(int[] tokens, int first, int second, int made)
    {
        List<int> joined = new(tokens.Length);
        for (int i = 0; i < tokens.Length; i++)
        {
            bool pair = tokens[i] == first && i + 1 < tokens.Length && tokens[i + 1] == second;
            joined.Add(pair ? made : tokens[i]);
            i += pair ? 1 : 0;
        }

        return [.. joined];
    }
}
