using System.Text;

namespace AiInfra.Training.Tokenizers;

/// <summary>Tokens with their bytes, and the merges in the order in which they are done.</summary>
internal sealed class BpeVocabulary
{
    private readonly Dictionary<long, (int Rank, int Token)> _merges = [];
    private readonly int[] _ofByte = new int[256];

    /// <summary>Puts one together. Bytes by token; a token is special or has merges, or is a byte.</summary>
    /// <exception cref="TokenizerException">A byte has no token.</exception>
    public BpeVocabulary(IReadOnlyList<byte[]> tokens, IReadOnlyList<(int First, int Second, int Made)> merges, IReadOnlySet<int> specials)
    {
        Tokens = tokens;
        Merges = merges;
        Specials = [.. specials.Order().Select(id => (tokens[id], id))];
        Array.Fill(_ofByte, -1);
        for (int id = 0; id < tokens.Count; id++)
        {
            if (tokens[id].Length == 1 && !specials.Contains(id))
            {
                _ofByte[tokens[id][0]] = id;
            }
        }

        int missing = Array.IndexOf(_ofByte, -1);
        if (missing >= 0)
        {
            throw new TokenizerException($"Byte {missing} has no token of its own, so texts with it could not be written. A byte-level vocabulary has all 256.");
        }

        for (int rank = 0; rank < merges.Count; rank++)
        {
            _merges.TryAdd(Pair(merges[rank].First, merges[rank].Second), (rank, merges[rank].Made));
        }
    }

    public IReadOnlyList<byte[]> Tokens { get; }

    public IReadOnlyList<(int First, int Second, int Made)> Merges { get; }

    public IReadOnlyList<(byte[] Text, int Token)> Specials { get; }

    /// <summary>The token as it stands in files.</summary>
    public string TextOf(int token) => Specials.Any(s => s.Token == token) ? Encoding.UTF8.GetString(Tokens[token]) : ByteLetters.Text(Tokens[token]);

    public static long Pair(int first, int second) => ((long)first << 32) | (uint)second;

    /// <summary>The tokens of a word: of all pairs that can be merged the one of the lowest rank is, the first of several in the word, until there is none.</summary>
    public int[] Encode(ReadOnlySpan<byte> word)
    {
        int[] tokens = new int[word.Length], next = new int[word.Length], before = new int[word.Length];
        for (int i = 0; i < word.Length; i++)
        {
            (tokens[i], next[i], before[i]) = (_ofByte[word[i]], i + 1, i - 1);
        }

        var waiting = new PriorityQueue<(int At, long Pair, int Token), (int Rank, int At)>();
        void Look(int at)
        {
            if (at >= 0 && next[at] < tokens.Length && _merges.TryGetValue(Pair(tokens[at], tokens[next[at]]), out (int Rank, int Token) merge))
            {
                waiting.Enqueue((at, Pair(tokens[at], tokens[next[at]]), merge.Token), (merge.Rank, at));
            }
        }

        for (int i = 0; i < tokens.Length; i++)
        {
            Look(i);
        }

        int left = tokens.Length;
        while (waiting.TryDequeue(out (int At, long Pair, int Token) merge, out _))
        {
            // It may have gone into another merge meanwhile.
            if (tokens[merge.At] < 0 || next[merge.At] >= tokens.Length || Pair(tokens[merge.At], tokens[next[merge.At]]) != merge.Pair)
            {
                continue;
            }

            int gone = next[merge.At];
            (tokens[merge.At], tokens[gone], next[merge.At]) = (merge.Token, -1, next[gone]);
            if (next[gone] < tokens.Length)
            {
                before[next[gone]] = merge.At;
            }

            left--;
            Look(before[merge.At]);
            Look(merge.At);
        }

        return left == tokens.Length ? tokens : Array.FindAll(tokens, t => t >= 0);
    }
}
